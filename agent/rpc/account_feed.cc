#include "agent/rpc/account_feed.h"

#include <functional>
#include <utility>

#include "agent/rpc/account_pull.h"

namespace linkstat::rpc {
namespace {

class AccountSource final : public EventSource {
 public:
  AccountSource(std::shared_ptr<AccountPull> pull, service::ChangeRing* changes)
      : pull_(std::move(pull)), subscription_(changes->Subscribe([this] { pull_->Poke(); })) {}

  void SetWake(const std::function<void()>& wake) override { pull_->SetWake(wake); }
  absl::StatusOr<absl::optional<grpc::ByteBuffer>> Next() override { return pull_->Next(); }
  absl::optional<grpc::ByteBuffer> KeepAlive() override { return pull_->KeepAlive(); }

 private:
  // Outlives the source while a batch is on its way.
  const std::shared_ptr<AccountPull> pull_;
  const std::unique_ptr<service::Listeners::Subscription> subscription_;
};

}  // namespace

std::unique_ptr<EventSource> AccountFeed::SourceFor(const v1::WatchLinkedAccountsRequest& request) {
  return std::make_unique<AccountSource>(
      std::make_shared<AccountPull>(accounts_->WatchParts(), request, executor_),
      &accounts_->changes());
}

}  // namespace linkstat::rpc
