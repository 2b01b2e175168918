#ifndef LINKSTAT_AGENT_RPC_BLOCKING_H_
#define LINKSTAT_AGENT_RPC_BLOCKING_H_

#include <utility>

#include "absl/status/status.h"
#include "agent/base/executor.h"
#include "agent/rpc/unary.h"

namespace linkstat::rpc {

// OVERLOADED: as much work waits for the store as may. Made once, since under too
// much load most calls get it.
const grpc::Status& StoreOverloaded();

// As AnswerUnary, for an `answer` that blocks on a disk or a network: it runs on
// `executor`, because gRPC's own threads are few and must not wait. `executor`
// and what `answer` refers to must outlive the server.
template <typename Request, typename Answer>
grpc::ServerUnaryReactor* AnswerBlocking(Executor* executor, const Call& call,
                                         grpc::CallbackServerContext* context,
                                         const grpc::ByteBuffer* request_bytes,
                                         grpc::ByteBuffer* response_bytes, Answer answer) {
  if (!call.refusal().ok()) return FinishUnary(call, context, call.refusal());
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  const bool runs = executor->TryRun([=, call = call, answer = std::move(answer)]() mutable {
    const grpc::Status status =
        call.Close(AnswerBytes<Request>(call.notes(), *request_bytes, *response_bytes, answer));
    call.AwaitAudit();
    reactor->Finish(status);
  });
  if (!runs) reactor->Finish(call.CloseWith(StoreOverloaded()));
  return reactor;
}

// A call that is answered on gRPC's thread by `answer`, or, when `blocks(request)`
// says so, by `blocking_answer` on `executor`, which reads the bytes again.
template <typename Request, typename Answer, typename BlockingAnswer>
grpc::ServerUnaryReactor* AnswerWhereFit(Executor* executor, Call call,
                                         grpc::CallbackServerContext* context,
                                         const grpc::ByteBuffer* request_bytes,
                                         grpc::ByteBuffer* response_bytes,
                                         bool (*blocks)(const Request&), const Answer& answer,
                                         BlockingAnswer blocking_answer) {
  Request request;
  absl::Status status = call.refusal();
  if (status.ok()) status = Decode(*request_bytes, request);
  if (status.ok() && blocks(request)) {
    return AnswerBlocking<Request>(executor, call, context, request_bytes, response_bytes,
                                   std::move(blocking_answer));
  }
  if (status.ok()) status = AnswerRequest(call.notes(), request, *response_bytes, answer);
  return FinishUnary(call, context, status);
}

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_BLOCKING_H_
