#include "agent/rpc/blocking.h"

#include "agent/rpc/status.h"

namespace linkstat::rpc {

const grpc::Status& StoreOverloaded() {
  static const auto* const made = new grpc::Status(
      ToGrpcStatus(Overloaded("as many calls wait for the store as may; try again later")));
  return *made;
}

}  // namespace linkstat::rpc
