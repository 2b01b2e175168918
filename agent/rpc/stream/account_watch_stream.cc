#include "agent/rpc/stream/account_watch_stream.h"

#include <functional>
#include <utility>

#include "agent/base/status_macros.h"
#include "agent/rpc/call/codec.h"

namespace linkstat::rpc {
namespace {

class AccountSource final : public EventSource {
 public:
  AccountSource(std::shared_ptr<AccountWatchSource> source, service::ChangeRing* changes)
      : source_(std::move(source)),
        subscription_(changes->Subscribe([this] { source_->Poke(); })) {}

  void SetWake(const std::function<void()>& wake) override { source_->SetWake(wake); }
  absl::StatusOr<std::optional<grpc::ByteBuffer>> Next() override { return source_->Next(); }
  std::optional<grpc::ByteBuffer> KeepAlive() override { return source_->KeepAlive(); }

 private:
  // Outlives this while a batch is fetched.
  const std::shared_ptr<AccountWatchSource> source_;
  const std::unique_ptr<service::Listeners::Subscription> subscription_;
};

}  // namespace

void AccountWatchSource::SetWake(std::function<void()> wake) {
  const MutexLock lock(&mutex_);
  wake_ = std::move(wake);
}

absl::StatusOr<std::optional<grpc::ByteBuffer>> AccountWatchSource::Next() {
  const MutexLock lock(&mutex_);
  if (ready_.empty()) {
    LINKSTAT_RETURN_IF_ERROR(end_);
    Fetch();
    return std::optional<grpc::ByteBuffer>();
  }
  std::optional<grpc::ByteBuffer> message = std::move(ready_.front());
  ready_.pop_front();
  return message;
}

std::optional<grpc::ByteBuffer> AccountWatchSource::KeepAlive() {
  const MutexLock lock(&mutex_);
  if (!ready_.empty() || !end_.ok()) return std::nullopt;
  Fetch();
  if (fetching_ || more_) return std::nullopt;
  return Encode(watch_->Mark());
}

void AccountWatchSource::Poke() {
  const MutexLock lock(&mutex_);
  more_ = true;
  if (ready_.empty() && end_.ok()) Fetch();
}

// When the executor is full, the next poke or keep-alive tries again.
void AccountWatchSource::Fetch() {
  if (fetching_ || !more_) return;
  fetching_ = executor_->TryRun([self = shared_from_this()] { self->Run(); });
  if (fetching_) more_ = false;
}

absl::StatusOr<AccountWatchSource::Batch> AccountWatchSource::NextBatch() {
  if (watch_ == nullptr) {
    LINKSTAT_ASSIGN_OR_RETURN(watch_, service::AccountWatch::Open(parts_, request_));
  }
  return watch_->Next();
}

void AccountWatchSource::Run() {
  const absl::StatusOr<Batch> batch = NextBatch();
  std::deque<grpc::ByteBuffer> ready;
  if (batch.ok()) {
    for (const auto& event : batch->events) ready.push_back(Encode(event));
  }
  std::function<void()> wake;
  {
    const MutexLock lock(&mutex_);
    fetching_ = false;
    end_ = batch.status();
    if (batch.ok() && !batch->caught_up) more_ = true;
    ready_ = std::move(ready);
    wake = wake_;
  }
  if (wake) wake();
}

std::unique_ptr<EventSource> AccountWatchStream::SourceFor(
    const v1::WatchLinkedAccountsRequest& request) {
  return std::make_unique<AccountSource>(
      std::make_shared<AccountWatchSource>(accounts_->WatchParts(), request, executor_),
      &accounts_->changes());
}

}  // namespace linkstat::rpc
