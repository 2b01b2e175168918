#ifndef LINKSTAT_AGENT_RPC_STREAM_ACCOUNT_WATCH_STREAM_H_
#define LINKSTAT_AGENT_RPC_STREAM_ACCOUNT_WATCH_STREAM_H_

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "agent/base/executor.h"
#include "agent/base/mutex.h"
#include "agent/rpc/stream/stream_list.h"
#include "agent/service/account_watch.h"
#include "agent/service/accounts.h"
#include "grpcpp/support/byte_buffer.h"
#include "linkstat/v1/linked_account_service.pb.h"

namespace linkstat::rpc {

// What one WatchLinkedAccounts stream sends, fetched batch by batch on an executor, because
// the store blocks. At most one batch waits for the reader. Thread-safe.
class AccountWatchSource : public std::enable_shared_from_this<AccountWatchSource> {
 public:
  // `parts` and `executor` must outlive the source.
  AccountWatchSource(const service::AccountWatch::Parts& parts,
                     v1::WatchLinkedAccountsRequest request, Executor* executor)
      : parts_(parts), request_(std::move(request)), executor_(executor) {}

  // `wake` is called when there is something new; never from within a method.
  void SetWake(std::function<void()> wake) ABSL_LOCKS_EXCLUDED(mutex_);

  // The next message; absent when there is none yet. An error ends the stream.
  absl::StatusOr<std::optional<grpc::ByteBuffer>> Next() ABSL_LOCKS_EXCLUDED(mutex_);

  // The message for a stream that was silent for long; absent while a batch is fetched.
  std::optional<grpc::ByteBuffer> KeepAlive() ABSL_LOCKS_EXCLUDED(mutex_);

  // The store may have more now.
  void Poke() ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  using Batch = service::AccountWatch::Batch;

  // Fetches a batch if one is wanted.
  void Fetch() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // On the executor.
  void Run() ABSL_LOCKS_EXCLUDED(mutex_);
  absl::StatusOr<Batch> NextBatch();

  const service::AccountWatch::Parts parts_;
  const v1::WatchLinkedAccountsRequest request_;
  Executor* const executor_;
  // Used by Run, and under mutex_ while none runs.
  std::unique_ptr<service::AccountWatch> watch_;

  Mutex mutex_;
  std::function<void()> wake_ ABSL_GUARDED_BY(mutex_);
  std::deque<grpc::ByteBuffer> ready_ ABSL_GUARDED_BY(mutex_);
  // The store may have more than the last batch held.
  bool more_ ABSL_GUARDED_BY(mutex_) = true;
  bool fetching_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status end_ ABSL_GUARDED_BY(mutex_);
};

// The WatchLinkedAccounts streams. Thread-safe.
class AccountWatchStream {
 public:
  // No stream is silent for longer than `keep_alive`. `accounts` and `executor`
  // must outlive this.
  AccountWatchStream(service::Accounts* accounts, Executor* executor, absl::Duration keep_alive)
      : accounts_(accounts), executor_(executor), streams_(keep_alive) {}

  // What a stream for `request` sends.
  std::unique_ptr<EventSource> SourceFor(const v1::WatchLinkedAccountsRequest& request);

  StreamList& streams() { return streams_; }

 private:
  service::Accounts* const accounts_;
  Executor* const executor_;
  StreamList streams_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_STREAM_ACCOUNT_WATCH_STREAM_H_
