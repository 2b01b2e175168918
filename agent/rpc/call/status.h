#ifndef LINKSTAT_AGENT_RPC_CALL_STATUS_H_
#define LINKSTAT_AGENT_RPC_CALL_STATUS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "grpcpp/support/status.h"

namespace linkstat::rpc {

// What a caller gets of a status, the only place where one becomes the other:
// code, message, and the google.rpc details as grpc-status-details-bin. A
// status that is not meant for callers becomes INTERNAL without its text. Where
// the details would break the 8 KiB that clients take as trailers, the last
// field violations are left out; the message still counts them.
grpc::Status ToGrpcStatus(const absl::Status& status);

// The name of one of gRPC's codes, 0 to 16, as log and audit show it: `NOT_FOUND`.
absl::string_view CodeName(int code);

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_CALL_STATUS_H_
