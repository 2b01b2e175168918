#ifndef LINKSTAT_AGENT_RPC_SERVER_H_
#define LINKSTAT_AGENT_RPC_SERVER_H_

#include <memory>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "agent/base/executor.h"
#include "agent/catalog/registry.h"
#include "agent/net/listener.h"
#include "agent/rpc/call/call_interceptors.h"
#include "agent/rpc/service/catalog_service.h"
#include "agent/rpc/service/health_service.h"
#include "agent/rpc/service/linked_account_service.h"
#include "agent/rpc/service/linking_service.h"
#include "agent/rpc/service/method_handlers.h"
#include "agent/rpc/service/served_snapshot.h"
#include "agent/rpc/transport/connection_ingress.h"
#include "agent/rpc/transport/generic_server.h"
#include "agent/rpc/transport/transport_limits.h"
#include "agent/service/accounts.h"
#include "agent/telemetry/log.h"
#include "grpcpp/channel.h"
#include "grpcpp/security/server_credentials.h"

namespace linkstat::rpc {

// Where a server accepts connections.
struct ServerListeners {
  // For every service.
  std::unique_ptr<net::Listener> main;
  // For probes that hold no certificate: health alone, in the clear, on few connections
  // that do not last. Null: none.
  std::unique_ptr<net::Listener> health;
};

struct ServerOptions {
  // How the main listener is secured.
  std::shared_ptr<grpc::ServerCredentials> credentials;
  // Of the main listener.
  TransportLimits transport;
  // Connections open at a time on the main listener; one more is closed at once.
  size_t max_connections = 10'000;
  // How long a WatchCatalog or WatchLinkedAccounts stream may be silent.
  absl::Duration watch_keep_alive = absl::Seconds(30);
  // Must outlive the server.
  service::Accounts* accounts = nullptr;
  // What blocks on the store runs here. Must outlive the server.
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
  // Accepts connections; health is NOT_SERVING. INTERNAL when gRPC cannot start, UNAVAILABLE
  // when the process has no descriptor left. `registry` and `log` must outlive the server.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const ServerOptions& options,
                                                       ServerListeners listeners,
                                                       catalog::Registry* registry,
                                                       const telemetry::Log* log);

  // Ends what Shutdown has not ended.
  ~Server();

  // The port it listens on; without meaning for a unix socket.
  int port() const { return main_.ingress->port(); }

  // Likewise of the listener for health alone; 0 when there is none.
  int health_port() const { return probes_.has_value() ? probes_->ingress->port() : 0; }

  // A channel to this server that needs no listener. No call may begin on it after
  // Shutdown: gRPC 1.51 crashes on one.
  std::shared_ptr<grpc::Channel> InProcessChannel() {
    return main_.server.server()->InProcessChannel({});
  }

  // What health reports from now on, on both listeners.
  void SetServing(bool serving) { health_.SetServing(serving); }

  // Whether the accounts' store can serve; health reports it of LinkedAccountService alone.
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
  // A listener, and what answers the calls of its connections.
  struct Port {
    Port(CallInterceptors* interceptors, UnknownMethods unknown, LoopWatch* watch, int event_loops)
        : handlers(interceptors, unknown), server(&handlers, watch, event_loops) {}

    absl::Status Start(std::unique_ptr<net::Listener> listener, size_t max_connections,
                       const std::shared_ptr<grpc::ServerCredentials>& credentials,
                       const TransportLimits& limits, const telemetry::Log* log);
    // Does nothing unless it was started.
    void Shutdown(absl::Duration deadline);

    MethodHandlers handlers;
    std::unique_ptr<ConnectionIngress> ingress;
    GenericServer server;
  };

  Server(const ServerOptions& options, catalog::Registry* registry, const telemetry::Log* log);

  CallInterceptors interceptors_;
  LoopWatch watch_;
  // Runs what is pure but takes long.
  Executor compute_;
  ServedSnapshots snapshots_;
  LinkingService linking_;
  CatalogService catalog_;
  LinkedAccountService accounts_;
  HealthService health_;
  Port main_;
  // Absent without a listener for health alone.
  std::optional<Port> probes_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_SERVER_H_
