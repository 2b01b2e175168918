#ifndef LINKSTAT_AGENT_RPC_SERVICE_BLOCKING_H_
#define LINKSTAT_AGENT_RPC_SERVICE_BLOCKING_H_

#include <utility>

#include "absl/status/status.h"
#include "agent/base/executor.h"
#include "agent/rpc/service/unary.h"

namespace linkstat::rpc {

// In bytes, of a request: one that is smaller is answered within a millisecond,
// whatever it holds.
inline constexpr size_t kMaxOnLoop = 4 << 10;

// OVERLOADED: the executors' queues are full. Made once, since under too much load
// most calls get it.
const grpc::Status& ExecutorOverloaded();

// As AnswerUnary, for an `answer` that blocks or takes long: it runs on `executor`,
// because nothing may hold an event loop. `executor` and what `answer` refers to must
// outlive the server.
template <typename Request, typename Answer>
void AnswerBlocking(Executor* executor, ServerCall* call, Answer answer) {
  const bool runs =
      executor->TryRun([call, answer = std::move(answer)] { AnswerUnary<Request>(call, answer); });
  if (!runs) call->FinishWith(ExecutorOverloaded());
}

// As AnswerUnary where the request is small enough to be answered on the event loop,
// otherwise on `executor`.
template <typename Request, typename Answer>
void AnswerBySize(Executor* executor, ServerCall* call, Answer answer) {
  if (call->request().Length() <= kMaxOnLoop) {
    AnswerUnary<Request>(call, answer);
  } else {
    AnswerBlocking<Request>(executor, call, std::move(answer));
  }
}

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_SERVICE_BLOCKING_H_
