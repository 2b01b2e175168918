#include "agent/rpc/method_handlers.h"

namespace linkstat::rpc {

void MethodHandlers::Dispatch(ServerCall* call) {
  const absl::optional<Method> method = FindMethod(call->path());
  if (!method.has_value() || entries_[static_cast<size_t>(*method)].handler == nullptr) {
    call->Send(grpc::Status(grpc::StatusCode::UNIMPLEMENTED, ""));
    return;
  }
  const Entry& entry = entries_[static_cast<size_t>(*method)];
  call->Open(gate_->Open(*method, call->context()));
  if (!call->call().refusal().ok()) {
    call->Finish(call->call().refusal());
  } else if (entry.reads_request) {
    call->ReadRequest([](const void* handler,
                         ServerCall* read) { (*static_cast<const Handler*>(handler))(read); },
                      &entry.handler);
  } else {
    entry.handler(call);
  }
}

}  // namespace linkstat::rpc
