#ifndef LINKSTAT_AGENT_RPC_SERVICE_HEALTH_SERVICE_H_
#define LINKSTAT_AGENT_RPC_SERVICE_HEALTH_SERVICE_H_

#include <map>
#include <string>
#include <vector>

#include "agent/base/mutex.h"
#include "agent/rpc/service/method_handlers.h"
#include "agent/rpc/stream/stream_list.h"
#include "grpc/health/v1/health.pb.h"

namespace linkstat::rpc {

// grpc.health.v1.Health. gRPC's own is SERVING before anything has set it, and
// reflection does not describe it. Thread-safe.
class HealthService {
 public:
  using Status = grpc::health::v1::HealthCheckResponse::ServingStatus;

  // Answers for `services` and "", the whole agent. All are healthy, and NOT_SERVING.
  explicit HealthService(const std::vector<std::string>& services);

  // May be called for several servers.
  void AddTo(MethodHandlers& handlers);

  // SERVICE_UNKNOWN for a service that it does not know.
  Status Get(const std::string& service) const ABSL_LOCKS_EXCLUDED(mutex_);

  // A service is SERVING when the agent is and the service is healthy. Streams get each
  // change.
  void SetServing(bool serving) ABSL_LOCKS_EXCLUDED(mutex_);
  void SetHealthy(const std::string& service, bool healthy) ABSL_LOCKS_EXCLUDED(mutex_);

  // The Watch streams.
  StreamList& streams() { return streams_; }

 private:
  mutable Mutex mutex_;
  bool serving_ ABSL_GUARDED_BY(mutex_) = false;
  // Whether each service is healthy.
  std::map<std::string, bool> services_ ABSL_GUARDED_BY(mutex_);
  StreamList streams_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_SERVICE_HEALTH_SERVICE_H_
