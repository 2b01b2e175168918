#ifndef LINKSTAT_AGENT_RPC_SERVICE_HEALTH_BOARD_H_
#define LINKSTAT_AGENT_RPC_SERVICE_HEALTH_BOARD_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "agent/base/mutex.h"
#include "grpc/health/v1/health.pb.h"

namespace linkstat::rpc {

using ServingStatus = grpc::health::v1::HealthCheckResponse::ServingStatus;

// What grpc.health.v1 says of each service. Thread-safe.
class HealthBoard {
 public:
  // Knows `services` and "", the whole agent; all of them are healthy, and
  // NOT_SERVING.
  explicit HealthBoard(const std::vector<std::string>& services);

  // Absent for a service that it does not know.
  std::optional<ServingStatus> Get(const std::string& service) const ABSL_LOCKS_EXCLUDED(mutex_);

  // A service is SERVING when the agent is and the service is healthy.
  void SetServing(bool serving) ABSL_LOCKS_EXCLUDED(mutex_);
  void SetHealthy(const std::string& service, bool healthy) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  mutable Mutex mutex_;
  bool serving_ ABSL_GUARDED_BY(mutex_) = false;
  // Whether each service is healthy.
  std::map<std::string, bool> services_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_SERVICE_HEALTH_BOARD_H_
