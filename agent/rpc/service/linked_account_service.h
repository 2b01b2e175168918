#ifndef LINKSTAT_AGENT_RPC_SERVICE_LINKED_ACCOUNT_SERVICE_H_
#define LINKSTAT_AGENT_RPC_SERVICE_LINKED_ACCOUNT_SERVICE_H_

#include "absl/time/time.h"
#include "agent/base/executor.h"
#include "agent/rpc/service/batched_write_handler.h"
#include "agent/rpc/service/method_handlers.h"
#include "agent/rpc/stream/account_watch_stream.h"
#include "agent/service/accounts.h"
#include "linkstat/v1/linked_account_service.pb.h"

namespace linkstat::rpc {

// Where calls that block on the store run, except for small unary writes, which are
// answered in batches. Reads wait for no sync of the disk, so they are kept apart from writes.
struct StoreExecutors {
  // Reads and watches.
  Executor* reads = nullptr;
  // Streams of reports and large writes: they wait for the disk and for the audit by themselves.
  Executor* reports = nullptr;
};

// LinkedAccountService. The store blocks, so every call runs on one of the executors,
// or in a batch. Thread-safe.
class LinkedAccountService {
 public:
  // All pointers must outlive the service; `keep_alive` is how long a
  // WatchLinkedAccounts stream may be silent.
  LinkedAccountService(service::Accounts* accounts, const StoreExecutors& executors,
                       absl::Duration keep_alive);

  void AddTo(MethodHandlers& handlers);

  // The WatchLinkedAccounts streams.
  StreamList& streams() { return feed_.streams(); }

 private:
  void AddReadsTo(MethodHandlers& handlers);
  template <typename Request, typename Answer>
  void AddRead(Method method, MethodHandlers& handlers, Answer answer);

  service::Accounts* const accounts_;
  const StoreExecutors executors_;
  AccountWatchStream feed_;
  BatchedWriteHandler writes_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_SERVICE_LINKED_ACCOUNT_SERVICE_H_
