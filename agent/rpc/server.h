#ifndef LINKSTAT_AGENT_RPC_SERVER_H_
#define LINKSTAT_AGENT_RPC_SERVER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "agent/base/executor.h"
#include "agent/catalog/registry.h"
#include "agent/net/listener.h"
#include "agent/rpc/call/call_interceptors.h"
#include "agent/rpc/health_server.h"
#include "agent/rpc/service/catalog_service.h"
#include "agent/rpc/service/health_service.h"
#include "agent/rpc/service/linked_account_service.h"
#include "agent/rpc/service/linking_service.h"
#include "agent/rpc/service/method_handlers.h"
#include "agent/rpc/service/reflection_service.h"
#include "agent/rpc/service/served_snapshot.h"
#include "agent/rpc/transport/connection_ingress.h"
#include "agent/rpc/transport/generic_server.h"
#include "agent/rpc/transport/transport_limits.h"
#include "agent/service/accounts.h"
#include "agent/telemetry/log.h"
#include "grpcpp/channel.h"
#include "grpcpp/security/server_credentials.h"

namespace linkstat::rpc {

// Where a server takes connections from.
struct ServerListeners {
  // For every service.
  std::unique_ptr<net::Listener> main;
  // For health alone, in the clear; null: none.
  std::unique_ptr<net::Listener> health;
};

struct ServerOptions {
  // How the main listener is secured.
  std::shared_ptr<grpc::ServerCredentials> credentials;
  // For the main listener, likewise.
  TransportLimits transport;
  // Connections open at a time; one more is closed at once.
  size_t max_connections = 10'000;
  // How long a WatchCatalog or WatchLinkedAccounts stream may be silent.
  absl::Duration watch_keep_alive = absl::Seconds(30);
  // Null: LinkedAccountService is not served, and LinkingService refuses what
  // names a linked account. Must outlive the server.
  service::Accounts* accounts = nullptr;
  // What blocks on the store runs here. Needed with accounts; must outlive the
  // server.
  StoreExecutors executors;
  InterceptorOptions interceptors;
  // Threads that serve calls, 1 or more.
  int event_loops = 1;
  // Whether the server describes itself by reflection and channelz; with a
  // policy, only to admins.
  bool describes_itself = true;
};

// The agent's services on their listeners, with health, reflection and channelz.
// Thread-safe, but for the destructor.
class Server {
 public:
  // Takes connections; health is NOT_SERVING. INTERNAL when gRPC cannot start, UNAVAILABLE
  // when the process has no descriptor left. `registry` and `log` must outlive the server.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const ServerOptions& options,
                                                       ServerListeners listeners,
                                                       catalog::Registry* registry,
                                                       const telemetry::Log* log);

  // Ends what Shutdown has not ended.
  ~Server();

  // The port it listens on; without meaning for a unix socket.
  int port() const { return door_->port(); }

  // Likewise of the listener for health alone; 0 when there is none.
  int health_port() const { return probes_ == nullptr ? 0 : probes_->port(); }

  // A channel to this server that needs no listener. No call may begin on it after
  // Shutdown: gRPC 1.51 crashes on one.
  std::shared_ptr<grpc::Channel> InProcessChannel() {
    return server_.server()->InProcessChannel({});
  }

  // What health says from now on.
  void SetServing(bool serving);

  // Whether the accounts' store can serve; health says it of
  // LinkedAccountService alone.
  void SetStoreHealthy(bool healthy);

  // Appends the metrics of the calls, of the response cache, and of the connections of
  // the main listener.
  void Collect(telemetry::MetricFamilies& families) const;

  // Ends the agent's own streams with AGENT_STOPPING. Waits at most `patience`
  // for readers to take what they were sent, then cancels them.
  void EndStreams(absl::Duration patience);

  // Takes no new calls; returns when those in flight have ended, at `deadline`
  // by cancelling them.
  void Shutdown(absl::Duration deadline);

 private:
  Server(const ServerOptions& options, catalog::Registry* registry, const telemetry::Log* log);

  CallInterceptors interceptors_;
  LoopWatch watch_;
  // Runs what is pure but takes long.
  Executor compute_;
  ServedSnapshots snapshots_;
  LinkingService linking_;
  CatalogService catalog_;
  std::unique_ptr<LinkedAccountService> accounts_;
  HealthService health_;
  ReflectionService reflection_;
  MethodHandlers handlers_;
  std::unique_ptr<ConnectionIngress> door_;
  GenericServer server_;
  // Null without a listener for health alone.
  std::unique_ptr<HealthServer> probes_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_SERVER_H_
