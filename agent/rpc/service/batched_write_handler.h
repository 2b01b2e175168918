#ifndef LINKSTAT_AGENT_RPC_SERVICE_BATCHED_WRITE_HANDLER_H_
#define LINKSTAT_AGENT_RPC_SERVICE_BATCHED_WRITE_HANDLER_H_

#include <vector>

#include "absl/functional/function_ref.h"
#include "agent/base/batch_executor.h"
#include "agent/base/delayed_task_queue.h"
#include "agent/base/executor.h"
#include "agent/rpc/transport/server_call.h"
#include "agent/service/accounts.h"

namespace linkstat::rpc {

// Answers the unary calls that write to the store. Calls of any of the methods that arrive
// while others are at the store are answered together: they share one commit and a few
// wake-ups. Thread-safe.
//
// A call beyond the bounds is rejected as OVERLOADED after a delay. Its caller is to retry
// after 250 ms; one that retries at once is held up by the bound on the calls of its
// connection, and does not take the cores from calls that were admitted.
class BatchedWriteHandler {
 public:
  // Both must outlive the handler. A call with a large request is answered by itself on
  // `large`: it would hold up the others of its batch.
  BatchedWriteHandler(service::Accounts* accounts, Executor* large);

  // Ends a call of CreateLinkedAccount, ReportServiceAccount or DeleteLinkedAccount later.
  void Answer(ServerCall* call);

 private:
  // Calls `made` when the changes are made, before the calls are answered.
  void AnswerAll(const std::vector<ServerCall*>& calls, absl::FunctionRef<void()> made);

  service::Accounts* const accounts_;
  Executor* const large_;
  DelayedTaskQueue refusals_;
  BatchExecutor<ServerCall*> pending_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_SERVICE_BATCHED_WRITE_HANDLER_H_
