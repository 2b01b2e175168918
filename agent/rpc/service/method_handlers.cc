#include "agent/rpc/service/method_handlers.h"

namespace linkstat::rpc {

grpc::Status MethodHandlers::EndUnknown(ServerCall* call) const {
  if (unknown_ == UnknownMethods::kAuthorized) return interceptors_->EndUnknown(*call->context());
  return grpc::Status(grpc::StatusCode::UNIMPLEMENTED, "");
}

void MethodHandlers::Dispatch(ServerCall* call) {
  const std::optional<Method> method = FindMethod(call->path());
  if (!method.has_value()) return call->Send(EndUnknown(call));
  const Entry& entry = entries_[static_cast<size_t>(*method)];
  if (entry.handler == nullptr) {
    return call->Send(grpc::Status(grpc::StatusCode::UNIMPLEMENTED, ""));
  }
  call->Open(interceptors_->NewCall(*method, call->context()));
  const absl::Status status = interceptors_->Begin(call->call());
  if (!status.ok()) {
    call->Finish(status);
  } else if (entry.reads_request) {
    call->ReadRequest(&AdmitAndHandle, &entry);
  } else {
    AdmitAndHandle(&entry, call);
  }
}

void MethodHandlers::AdmitAndHandle(const void* state, ServerCall* call) {
  const Entry& entry = *static_cast<const Entry*>(state);
  const absl::Status status = entry.interceptors->Admit(call->call(), call->request().Length());
  if (status.ok()) {
    entry.handler(call);
  } else {
    call->Finish(status);
  }
}

}  // namespace linkstat::rpc
