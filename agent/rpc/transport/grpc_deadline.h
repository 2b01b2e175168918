#ifndef LINKSTAT_AGENT_RPC_TRANSPORT_GRPC_DEADLINE_H_
#define LINKSTAT_AGENT_RPC_TRANSPORT_GRPC_DEADLINE_H_

#include "absl/time/time.h"
#include "grpc/support/time.h"

namespace linkstat::rpc {

// What gRPC takes for a deadline, on its steady clock: `left` from now.
inline gpr_timespec GrpcDeadline(absl::Duration left) {
  return gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC),
                      gpr_time_from_nanos(absl::ToInt64Nanoseconds(left), GPR_TIMESPAN));
}

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_TRANSPORT_GRPC_DEADLINE_H_
