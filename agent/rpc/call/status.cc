#include "agent/rpc/call/status.h"

#include <array>
#include <string>

#include "agent/base/error.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace linkstat::rpc {
namespace {

// In base64 and with the other trailers, this stays below 8 KiB.
constexpr size_t kMaxDetailsSize = 5000;
// The codes of gRPC, by number.
constexpr size_t kCodes = 17;

// Leaves out the last violations until `status` fits.
void TrimViolations(google::rpc::Status& status) {
  for (google::protobuf::Any& detail : *status.mutable_details()) {
    google::rpc::BadRequest bad;
    if (!detail.Is<google::rpc::BadRequest>() || !detail.UnpackTo(&bad)) continue;
    const size_t rest = status.ByteSizeLong() - bad.ByteSizeLong();
    while (bad.field_violations_size() > 1 && rest + bad.ByteSizeLong() > kMaxDetailsSize) {
      bad.mutable_field_violations()->RemoveLast();
    }
    detail.PackFrom(bad);
  }
}

}  // namespace

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  google::rpc::Status rpc_status = ToRpcStatus(status);
  if (rpc_status.ByteSizeLong() > kMaxDetailsSize) TrimViolations(rpc_status);
  return grpc::Status(static_cast<grpc::StatusCode>(rpc_status.code()), rpc_status.message(),
                      rpc_status.SerializeAsString());
}

absl::string_view CodeName(int code) {
  static const auto* const names = [] {
    auto* made = new std::array<std::string, kCodes>();
    for (size_t i = 0; i < kCodes; ++i) {
      (*made)[i] = absl::StatusCodeToString(static_cast<absl::StatusCode>(i));
    }
    return made;
  }();
  return (*names)[static_cast<size_t>(code)];
}

}  // namespace linkstat::rpc
