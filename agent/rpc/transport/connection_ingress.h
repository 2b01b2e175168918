#ifndef LINKSTAT_AGENT_RPC_TRANSPORT_CONNECTION_INGRESS_H_
#define LINKSTAT_AGENT_RPC_TRANSPORT_CONNECTION_INGRESS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "agent/net/accept_loop.h"
#include "agent/net/connection_table.h"
#include "agent/net/listener.h"
#include "agent/net/write_batch.h"
#include "agent/rpc/transport/http2_abuse_monitor.h"
#include "agent/rpc/transport/transport_limits.h"
#include "agent/telemetry/log.h"
#include "agent/telemetry/metric_set.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"

namespace linkstat::rpc {

// Where connections enter a gRPC server: accepts them from a listener on one thread, bounds
// their number and knows those that are open.
class ConnectionIngress {
 public:
  // Before `builder` starts its server. At most `most` connections are open at a
  // time; one more is closed at once.
  ConnectionIngress(std::unique_ptr<net::Listener> listener, size_t most,
                    grpc::ServerBuilder& builder,
                    const std::shared_ptr<grpc::ServerCredentials>& credentials);

  // Accepts connections, once the server runs, and monitors them; `limits` are the
  // server's. UNAVAILABLE when the process cannot open what that needs. `log` must
  // outlive this object.
  absl::Status Open(const TransportLimits& limits, const telemetry::Log* log);

  // Accepts no further connection; to be called before the server shuts down. What is
  // open stays so. May be called again.
  void Close();

  // The port of the listener; without meaning for a unix socket.
  int port() const { return port_; }

  // The connections that were accepted.
  const net::PeerTable& peers() const { return peers_; }

  // Appends the metrics of the connections. Thread-safe.
  void Collect(telemetry::MetricFamilies& families);

 private:
  void Take(FileDescriptor connection);

  const std::unique_ptr<net::Listener> listener_;
  const int port_;
  // Newer releases of gRPC have PassiveListener (grpc/passive_listener.h) as well, for
  // their EventEngine. It did not replace this interface.
  const std::unique_ptr<grpc::experimental::ExternalConnectionAcceptor> acceptor_;
  net::ConnectionTable connections_;
  net::PeerTable peers_;
  std::unique_ptr<net::AcceptLoop> loop_;
  std::unique_ptr<Http2AbuseMonitor> monitor_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_TRANSPORT_CONNECTION_INGRESS_H_
