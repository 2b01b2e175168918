#ifndef LINKSTAT_AGENT_RPC_SERVICE_HEALTH_SERVICE_H_
#define LINKSTAT_AGENT_RPC_SERVICE_HEALTH_SERVICE_H_

#include <string>
#include <vector>

#include "agent/rpc/service/health_board.h"
#include "agent/rpc/service/method_handlers.h"
#include "agent/rpc/stream/stream_list.h"
#include "grpc/health/v1/health.pb.h"

namespace linkstat::rpc {

// grpc.health.v1.Health. gRPC's own says SERVING before anyone asked it to, and
// reflection does not describe it. Thread-safe.
class HealthService {
 public:
  // Answers for `services` and "".
  explicit HealthService(const std::vector<std::string>& services) : board_(services) {}

  void AddTo(MethodHandlers& handlers);

  // NOT_SERVING at first, for every service. Streams are told.
  void SetServing(bool serving);

  // Whether one of the services can do its work; at first it can. One that
  // cannot is NOT_SERVING while the others serve. Streams are told.
  void SetHealthy(const std::string& service, bool healthy);

  // The Watch streams.
  StreamList& streams() { return streams_; }

 private:
  HealthBoard board_;
  StreamList streams_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_SERVICE_HEALTH_SERVICE_H_
