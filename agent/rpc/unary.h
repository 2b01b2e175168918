#ifndef LINKSTAT_AGENT_RPC_UNARY_H_
#define LINKSTAT_AGENT_RPC_UNARY_H_

#include "absl/status/status.h"
#include "agent/base/status_macros.h"
#include "agent/rpc/call_record.h"
#include "agent/rpc/codec.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"

namespace linkstat::rpc {

// `answer(request)`, a StatusOr of a message -> bytes.
template <typename Request, typename Answer>
absl::Status AnswerRequest(const Request& request, grpc::ByteBuffer& response_bytes,
                           const Answer& answer) {
  LINKSTAT_ASSIGN_OR_RETURN(const auto response, answer(request));
  response_bytes = Encode(response);
  return absl::OkStatus();
}

// bytes -> Request, and the rest as AnswerRequest.
template <typename Request, typename Answer>
absl::Status AnswerBytes(const grpc::ByteBuffer& request_bytes, grpc::ByteBuffer& response_bytes,
                         const Answer& answer) {
  Request request;
  LINKSTAT_RETURN_IF_ERROR(Decode(request_bytes, request));
  return AnswerRequest(request, response_bytes, answer);
}

// Ends a call that has its answer.
inline grpc::ServerUnaryReactor* FinishOk(const CallRecord& record,
                                          grpc::CallbackServerContext* context) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  reactor->Finish(record.Close(absl::OkStatus()));
  return reactor;
}

// A whole unary call that is answered on gRPC's thread.
template <typename Request, typename Answer>
grpc::ServerUnaryReactor* AnswerUnary(const CallRecord& record,
                                      grpc::CallbackServerContext* context,
                                      const grpc::ByteBuffer* request_bytes,
                                      grpc::ByteBuffer* response_bytes, const Answer& answer) {
  const absl::Status status = AnswerBytes<Request>(*request_bytes, *response_bytes, answer);
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  reactor->Finish(record.Close(status));
  return reactor;
}

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_UNARY_H_
