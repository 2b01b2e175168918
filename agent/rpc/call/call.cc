#include "agent/rpc/call/call.h"

#include "agent/rpc/call/call_interceptors.h"
#include "agent/rpc/call/status.h"

namespace linkstat::rpc {

absl::Status Call::MayChange() const { return interceptors_->MayChange(*this); }

void Call::RecordChange(const CallSummary& change) const {
  interceptors_->RecordChange(*this, change);
}

void Call::AwaitAudit() const { interceptors_->AwaitAudit(*this); }

grpc::Status Call::Close(const absl::Status& status) {
  grpc::Status result = ToGrpcStatus(status);
  if (result.error_code() == grpc::StatusCode::INTERNAL) {
    interceptors_->LogInternalError(*this, status);
  }
  interceptors_->End(*this, result.error_code());
  return result;
}

grpc::Status Call::CloseWith(const grpc::Status& made) {
  interceptors_->End(*this, made.error_code());
  return made;
}

grpc::Status Call::CallerLeft() { return CloseWith(grpc::Status::CANCELLED); }

}  // namespace linkstat::rpc
