#ifndef LINKSTAT_AGENT_RPC_HEALTH_SERVER_H_
#define LINKSTAT_AGENT_RPC_HEALTH_SERVER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "agent/net/listener.h"
#include "agent/rpc/call/call_interceptors.h"
#include "agent/rpc/service/health_service.h"
#include "agent/rpc/service/method_handlers.h"
#include "agent/rpc/transport/connection_ingress.h"
#include "agent/rpc/transport/generic_server.h"
#include "agent/telemetry/log.h"

namespace linkstat::rpc {

// grpc.health.v1.Health and nothing else, in the clear: for probes that hold no
// certificate. It tells only whether the agent serves. Whoever reaches it is
// kept to few connections that do not last. Thread-safe, but for the destructor.
class HealthServer {
 public:
  // Connections open at a time.
  static constexpr size_t kMaxConnections = 64;

  // Answers for `services` and "", NOT_SERVING at first. Fails as GenericServer::Start and
  // ConnectionIngress::Open do. `interceptors`, `watch` and `log` must outlive the server.
  static absl::StatusOr<std::unique_ptr<HealthServer>> Start(
      std::unique_ptr<net::Listener> listener, const std::vector<std::string>& services,
      CallInterceptors* interceptors, LoopWatch* watch, const telemetry::Log* log);

  // Ends what Shutdown has not ended.
  ~HealthServer();

  // The port it listens on; without meaning for a unix socket.
  int port() const { return door_->port(); }

  HealthService& health() { return health_; }

  // Takes no new calls; returns when those in flight have ended, at `deadline`
  // by cancelling them.
  void Shutdown(absl::Duration deadline);

 private:
  HealthServer(const std::vector<std::string>& services, CallInterceptors* interceptors,
               LoopWatch* watch);

  HealthService health_;
  MethodHandlers handlers_;
  std::unique_ptr<ConnectionIngress> door_;
  GenericServer server_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_HEALTH_SERVER_H_
