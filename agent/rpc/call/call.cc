#include "agent/rpc/call/call.h"

#include "agent/rpc/call/call_gate.h"
#include "agent/rpc/call/status.h"

namespace linkstat::rpc {

absl::Status Call::MayChange() const { return gate_->MayChange(method_); }

void Call::RecordChange(const CallSummary& change) const {
  gate_->Record(*this, change, grpc::StatusCode::OK);
}

void Call::AwaitAudit() const { gate_->AwaitAudit(method_); }

grpc::Status Call::Close(const absl::Status& status) const {
  grpc::Status result = ToGrpcStatus(status);
  if (result.error_code() == grpc::StatusCode::INTERNAL) gate_->LogInternalError(*this, status);
  gate_->End(*this, result.error_code());
  return result;
}

grpc::Status Call::CloseWith(const grpc::Status& made) const {
  gate_->End(*this, made.error_code());
  return made;
}

grpc::Status Call::CallerLeft() const {
  gate_->End(*this, grpc::StatusCode::CANCELLED);
  return grpc::Status::CANCELLED;
}

}  // namespace linkstat::rpc
