#ifndef LINKSTAT_AGENT_RPC_SERVICE_REFLECTION_SERVICE_H_
#define LINKSTAT_AGENT_RPC_SERVICE_REFLECTION_SERVICE_H_

#include <string>
#include <vector>

#include "agent/rpc/service/method_handlers.h"

namespace linkstat::rpc {

// Adds grpc.reflection.v1.ServerReflection, and v1alpha, whose messages are the same bytes,
// for the protos compiled into the program; `services` are the names that are listed.
// gRPC's own knows v1alpha alone, and only services registered by generated classes.
void AddReflection(std::vector<std::string> services, MethodHandlers& handlers);

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_SERVICE_REFLECTION_SERVICE_H_
