#ifndef LINKSTAT_AGENT_RPC_SERVICE_REFLECTION_SERVICE_H_
#define LINKSTAT_AGENT_RPC_SERVICE_REFLECTION_SERVICE_H_

#include <string>
#include <vector>

#include "agent/rpc/service/method_handlers.h"
#include "grpc/reflection/v1/reflection.pb.h"

namespace linkstat::rpc {

// The answer to one request of grpc.reflection.v1, out of the protos compiled into the
// program; `services` are the names that are listed. What is not found is an
// error_response with NOT_FOUND, as the protocol wants it.
grpc::reflection::v1::ServerReflectionResponse Reflect(
    const std::vector<std::string>& services,
    const grpc::reflection::v1::ServerReflectionRequest& request);

// grpc.reflection.v1.ServerReflection, and v1alpha, whose messages are the same bytes.
// gRPC's own knows v1alpha alone, and only services registered by generated classes.
// Thread-safe.
class ReflectionService {
 public:
  explicit ReflectionService(std::vector<std::string> services) : services_(std::move(services)) {}

  void AddTo(MethodHandlers& handlers);

 private:
  const std::vector<std::string> services_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_SERVICE_REFLECTION_SERVICE_H_
