#ifndef LINKSTAT_CLIENT_SRC_CALL_STATUS_H_
#define LINKSTAT_CLIENT_SRC_CALL_STATUS_H_

#include "absl/status/status.h"
#include "grpcpp/support/status.h"

namespace linkstat {

// A call's status with the same code and message; each google.rpc detail that
// came with it is a payload under its type URL.
absl::Status FromGrpcStatus(const grpc::Status& status);

}  // namespace linkstat

#endif  // LINKSTAT_CLIENT_SRC_CALL_STATUS_H_
