#include "agent/rpc/health_server.h"

#include <utility>

#include "agent/base/status_macros.h"
#include "agent/rpc/transport/grpc_deadline.h"
#include "agent/rpc/transport/transport_limits.h"
#include "agent/rpc/transport/without_plugins.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"

namespace linkstat::rpc {
namespace {

TransportLimits ProbeLimits() {
  TransportLimits limits;
  limits.handshake_timeout = absl::Seconds(5);
  limits.connection_idle = absl::Seconds(10);
  limits.connection_age = absl::Minutes(1);
  limits.connection_age_grace = absl::Seconds(5);
  limits.streams = 8;
  // A probe asks once.
  limits.streams_until_told = limits.streams;
  limits.metadata_size = 4 << 10;
  limits.request_size = 1 << 10;
  return limits;
}

}  // namespace

HealthServer::HealthServer(const std::vector<std::string>& services, CallInterceptors* interceptors,
                           LoopWatch* watch)
    : health_(services), handlers_(interceptors), server_(&handlers_, watch, 1) {
  health_.AddTo(handlers_);
}

absl::StatusOr<std::unique_ptr<HealthServer>> HealthServer::Start(
    std::unique_ptr<net::Listener> listener, const std::vector<std::string>& services,
    CallInterceptors* interceptors, LoopWatch* watch, const telemetry::Log* log) {
  std::unique_ptr<HealthServer> server(new HealthServer(services, interceptors, watch));
  grpc::ServerBuilder builder;
  const TransportLimits limits = ProbeLimits();
  builder.SetOption(std::make_unique<WithoutPlugins>());
  SetTransport(limits, builder);
  server->door_ = std::make_unique<ConnectionIngress>(std::move(listener), kMaxConnections, builder,
                                                      grpc::InsecureServerCredentials());
  LINKSTAT_RETURN_IF_ERROR(server->server_.Start(builder, &server->door_->peers()));
  LINKSTAT_RETURN_IF_ERROR(server->door_->Open(limits, log));
  return server;
}

HealthServer::~HealthServer() {
  if (server_.server() == nullptr) return;
  Shutdown(absl::ZeroDuration());
}

void HealthServer::Shutdown(absl::Duration deadline) {
  door_->Close();
  server_.Shutdown(deadline);
}

}  // namespace linkstat::rpc
