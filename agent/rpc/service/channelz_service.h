#ifndef LINKSTAT_AGENT_RPC_SERVICE_CHANNELZ_SERVICE_H_
#define LINKSTAT_AGENT_RPC_SERVICE_CHANNELZ_SERVICE_H_

#include "agent/base/executor.h"
#include "agent/rpc/service/method_handlers.h"

namespace linkstat::rpc {

// Adds grpc.channelz.v1.Channelz: what gRPC's core has counted in this process. gRPC's own
// service is a synchronous one on threads of its own, and no interceptor sees its calls.
// `executor` must outlive the handlers.
void AddChannelz(Executor* executor, MethodHandlers& handlers);

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_SERVICE_CHANNELZ_SERVICE_H_
