#ifndef LINKSTAT_AGENT_RPC_UNARY_H_
#define LINKSTAT_AGENT_RPC_UNARY_H_

#include "absl/status/status.h"
#include "agent/base/status_macros.h"
#include "agent/rpc/call.h"
#include "agent/rpc/codec.h"
#include "agent/rpc/describe.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"

namespace linkstat::rpc {

// `answer(request)`, a StatusOr of a message -> bytes. Notes what it did.
template <typename Request, typename Answer>
absl::Status AnswerRequest(CallNotes& notes, const Request& request,
                           grpc::ByteBuffer& response_bytes, const Answer& answer) {
  LINKSTAT_ASSIGN_OR_RETURN(const auto response, answer(request));
  Describe(request, response, notes);
  response_bytes = Encode(response);
  return absl::OkStatus();
}

// bytes -> Request, and the rest as AnswerRequest.
template <typename Request, typename Answer>
absl::Status AnswerBytes(CallNotes& notes, const grpc::ByteBuffer& request_bytes,
                         grpc::ByteBuffer& response_bytes, const Answer& answer) {
  Request request;
  LINKSTAT_RETURN_IF_ERROR(Decode(request_bytes, request));
  return AnswerRequest(notes, request, response_bytes, answer);
}

// Ends a call that has its answer, or that failed with `status`.
inline grpc::ServerUnaryReactor* FinishUnary(const Call& call, grpc::CallbackServerContext* context,
                                             const absl::Status& status = absl::OkStatus()) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  reactor->Finish(call.Close(status));
  return reactor;
}

// A whole unary call that is answered on gRPC's thread.
template <typename Request, typename Answer>
grpc::ServerUnaryReactor* AnswerUnary(Call call, grpc::CallbackServerContext* context,
                                      const grpc::ByteBuffer* request_bytes,
                                      grpc::ByteBuffer* response_bytes, const Answer& answer) {
  absl::Status status = call.refusal();
  if (status.ok())
    status = AnswerBytes<Request>(call.notes(), *request_bytes, *response_bytes, answer);
  return FinishUnary(call, context, status);
}

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_UNARY_H_
