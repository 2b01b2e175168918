#ifndef LINKSTAT_AGENT_RPC_SERVICE_UNARY_H_
#define LINKSTAT_AGENT_RPC_SERVICE_UNARY_H_

#include "absl/status/status.h"
#include "agent/base/status_macros.h"
#include "agent/rpc/call/codec.h"
#include "agent/rpc/service/record_outcome.h"
#include "agent/rpc/transport/server_call.h"

namespace linkstat::rpc {

// `answer(request)`, a StatusOr of a message -> bytes. Notes what it did.
template <typename Request, typename Answer>
absl::Status AnswerRequest(CallSummary& notes, const Request& request,
                           grpc::ByteBuffer& response_bytes, const Answer& answer) {
  LINKSTAT_ASSIGN_OR_RETURN(const auto response, answer(request));
  RecordOutcome(request, response, notes);
  response_bytes = Encode(response);
  return absl::OkStatus();
}

// bytes -> Request, and the rest as AnswerRequest.
template <typename Request, typename Answer>
absl::Status AnswerBytes(CallSummary& notes, const grpc::ByteBuffer& request_bytes,
                         grpc::ByteBuffer& response_bytes, const Answer& answer) {
  Request request;
  LINKSTAT_RETURN_IF_ERROR(Decode(request_bytes, request));
  return AnswerRequest(notes, request, response_bytes, answer);
}

// Answers a unary call whose request was read, on the calling thread.
template <typename Request, typename Answer>
void AnswerUnary(ServerCall* call, const Answer& answer) {
  call->Finish(
      AnswerBytes<Request>(call->call().notes(), call->request(), call->response(), answer));
}

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_SERVICE_UNARY_H_
