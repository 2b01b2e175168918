#include "agent/rpc/service/method_handlers.h"

namespace linkstat::rpc {

void MethodHandlers::Dispatch(ServerCall* call) {
  const absl::optional<Method> method = FindMethod(call->path());
  if (!method.has_value() || entries_[static_cast<size_t>(*method)].handler == nullptr) {
    call->Send(grpc::Status(grpc::StatusCode::UNIMPLEMENTED, ""));
    return;
  }
  const Entry& entry = entries_[static_cast<size_t>(*method)];
  call->Open(entry.reads_request ? gate_->Begin(*method, call->context())
                                 : gate_->Open(*method, call->context()));
  if (!call->call().refusal().ok()) {
    call->Finish(call->call().refusal());
  } else if (entry.reads_request) {
    call->ReadRequest(&AdmitAndHandle, &entry);
  } else {
    entry.handler(call);
  }
}

void MethodHandlers::AdmitAndHandle(const void* state, ServerCall* call) {
  const Entry& entry = *static_cast<const Entry*>(state);
  entry.gate->Admit(call->call());
  if (call->call().refusal().ok()) {
    entry.handler(call);
  } else {
    call->Finish(call->call().refusal());
  }
}

}  // namespace linkstat::rpc
