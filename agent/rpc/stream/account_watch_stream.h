#ifndef LINKSTAT_AGENT_RPC_STREAM_ACCOUNT_WATCH_STREAM_H_
#define LINKSTAT_AGENT_RPC_STREAM_ACCOUNT_WATCH_STREAM_H_

#include <memory>

#include "absl/time/time.h"
#include "agent/base/executor.h"
#include "agent/rpc/stream/keep_alive_timer.h"
#include "agent/rpc/stream/stream_list.h"
#include "agent/service/accounts.h"
#include "linkstat/v1/linked_account_service.pb.h"

namespace linkstat::rpc {

// Tells the WatchLinkedAccounts streams of changes, and that they are alive.
// Thread-safe.
class AccountWatchStream {
 public:
  // No stream is silent for longer than `keep_alive`. `accounts` and `executor`
  // must outlive the feed.
  AccountWatchStream(service::Accounts* accounts, Executor* executor, absl::Duration keep_alive)
      : accounts_(accounts), executor_(executor), pacer_(&streams_, keep_alive) {}

  // What a stream for `request` has to tell.
  std::unique_ptr<EventSource> SourceFor(const v1::WatchLinkedAccountsRequest& request);

  StreamList& streams() { return streams_; }

 private:
  service::Accounts* const accounts_;
  Executor* const executor_;
  StreamList streams_;
  KeepAliveTimer pacer_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_STREAM_ACCOUNT_WATCH_STREAM_H_
