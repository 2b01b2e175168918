#include "agent/rpc/service/blocking.h"

#include "agent/rpc/call/status.h"

namespace linkstat::rpc {

const grpc::Status& ExecutorOverloaded() {
  static const auto* const made =
      new grpc::Status(ToGrpcStatus(Overloaded("too many calls are waiting; try again later")));
  return *made;
}

}  // namespace linkstat::rpc
