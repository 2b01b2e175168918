#include "agent/rpc/call_record.h"

#include <string>
#include <utility>

#include "agent/rpc/status.h"

namespace linkstat::rpc {

grpc::Status CallRecord::Close(const absl::Status& status) const {
  grpc::Status result = ToGrpcStatus(status);
  if (result.error_code() == grpc::StatusCode::INTERNAL) {
    log_->Error("internal fault", {{"method", method_}, {"fault", status.message()}});
  }
  return Record(std::move(result));
}

grpc::Status CallRecord::CallerLeft() const { return Record(grpc::Status::CANCELLED); }

grpc::Status CallRecord::Record(grpc::Status result) const {
  if (log_->Writes(telemetry::LogLevel::kDebug)) {
    const std::chrono::duration<double, std::milli> took =
        std::chrono::steady_clock::now() - begin_;
    log_->Debug(
        "call",
        {{"method", method_},
         {"code", absl::StatusCodeToString(static_cast<absl::StatusCode>(result.error_code()))},
         {"milliseconds", took.count()}});
  }
  return result;
}

}  // namespace linkstat::rpc
