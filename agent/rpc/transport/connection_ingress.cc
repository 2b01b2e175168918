#include "agent/rpc/transport/connection_ingress.h"

#include <utility>

#include "agent/base/status_macros.h"

namespace linkstat::rpc {

ConnectionIngress::ConnectionIngress(std::unique_ptr<net::Listener> listener, size_t most,
                                     grpc::ServerBuilder& builder,
                                     const std::shared_ptr<grpc::ServerCredentials>& credentials)
    : listener_(std::move(listener)),
      port_(listener_->port()),
      acceptor_(builder, credentials),
      connections_(most) {}

absl::Status ConnectionIngress::Open(const TransportLimits& limits, const telemetry::Log* log) {
  LINKSTAT_ASSIGN_OR_RETURN(
      loop_, net::AcceptLoop::Start(listener_.get(), [this](FileDescriptor connection) {
        Take(std::move(connection));
      }));
  guard_ = std::make_unique<Http2AbuseMonitor>(&connections_, limits, log);
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
  if (guard_ != nullptr) guard_->Collect(families);
}

void ConnectionIngress::Take(FileDescriptor connection) {
  if (!connections_.Add(connection.get())) return;
  peers_.Add(connection.get());
  acceptor_.Take(std::move(connection));
}

}  // namespace linkstat::rpc
