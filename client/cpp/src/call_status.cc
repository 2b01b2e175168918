#include "client/cpp/src/call_status.h"

#include "agent/base/error.h"

namespace linkstat {

absl::Status FromGrpcStatus(const grpc::Status& status) {
  google::rpc::Status told;
  if (!told.ParseFromString(status.error_details())) told.Clear();
  told.set_code(status.error_code());
  told.set_message(status.error_message());
  return FromRpcStatus(told);
}

}  // namespace linkstat
