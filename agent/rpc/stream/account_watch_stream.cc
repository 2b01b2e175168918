#include "agent/rpc/stream/account_watch_stream.h"

#include <functional>
#include <utility>

#include "agent/rpc/stream/account_watch_source.h"

namespace linkstat::rpc {
namespace {

class AccountSource final : public EventSource {
 public:
  AccountSource(std::shared_ptr<AccountWatchSource> pull, service::ChangeRing* changes)
      : pull_(std::move(pull)), subscription_(changes->Subscribe([this] { pull_->Poke(); })) {}

  void SetWake(const std::function<void()>& wake) override { pull_->SetWake(wake); }
  absl::StatusOr<std::optional<grpc::ByteBuffer>> Next() override { return pull_->Next(); }
  std::optional<grpc::ByteBuffer> KeepAlive() override { return pull_->KeepAlive(); }

 private:
  // Outlives the source while a batch is on its way.
  const std::shared_ptr<AccountWatchSource> pull_;
  const std::unique_ptr<service::Listeners::Subscription> subscription_;
};

}  // namespace

std::unique_ptr<EventSource> AccountWatchStream::SourceFor(
    const v1::WatchLinkedAccountsRequest& request) {
  return std::make_unique<AccountSource>(
      std::make_shared<AccountWatchSource>(accounts_->WatchParts(), request, executor_),
      &accounts_->changes());
}

}  // namespace linkstat::rpc
