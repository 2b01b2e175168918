#include "agent/rpc/transport/connection_ingress.h"

#include <utility>

#include "agent/base/status_macros.h"

namespace linkstat::rpc {

ConnectionIngress::ConnectionIngress(std::unique_ptr<net::Listener> listener, size_t most,
                                     grpc::ServerBuilder& builder,
                                     const std::shared_ptr<grpc::ServerCredentials>& credentials)
    : listener_(std::move(listener)),
      port_(listener_->port()),
      acceptor_(builder.experimental().AddExternalConnectionAcceptor(
          grpc::ServerBuilder::experimental_type::ExternalConnectionType::FROM_FD, credentials)),
      connections_(most) {}

absl::Status ConnectionIngress::Open(const TransportLimits& limits, const telemetry::Log* log) {
  LINKSTAT_ASSIGN_OR_RETURN(
      loop_, net::AcceptLoop::Start(listener_.get(), [this](FileDescriptor connection) {
        Take(std::move(connection));
      }));
  monitor_ = std::make_unique<Http2AbuseMonitor>(&connections_, limits, log);
  return absl::OkStatus();
}

void ConnectionIngress::Close() {
  loop_ = nullptr;
  listener_->Close();
}

void ConnectionIngress::Collect(telemetry::MetricFamilies& families) {
  telemetry::AddGauge("linkstat_connections_open", "Connections open now.",
                      static_cast<double>(connections_.CountOpen()), families);
  telemetry::AddCounter("linkstat_connections_refused_total",
                        "Connections closed at once because too many were open.",
                        static_cast<double>(connections_.refused()), families);
  if (monitor_ != nullptr) monitor_->Collect(families);
}

void ConnectionIngress::Take(FileDescriptor connection) {
  if (!connections_.Add(connection.get())) return;
  peers_.Add(connection.get());
  grpc::experimental::ExternalConnectionAcceptor::NewConnectionParameters parameters;
  parameters.fd = connection.Release();
  // Newer releases drop a connection without the socket that it was accepted from,
  // and leave it open; no release does anything with that socket.
  parameters.listener_fd = parameters.fd;
  acceptor_->HandleNewConnection(&parameters);
}

}  // namespace linkstat::rpc
