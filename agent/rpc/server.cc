#include "agent/rpc/server.h"

#include <string>
#include <utility>
#include <vector>

#include "agent/base/deadline.h"
#include "agent/base/error.h"
#include "agent/base/status_macros.h"
#include "agent/rpc/service/channelz_service.h"
#include "agent/rpc/service/reflection_service.h"
#include "grpcpp/server_builder.h"

namespace linkstat::rpc {
namespace {

// For requests that would hold an event loop for too long. One of the threads can be
// busy with a large catalog while the other answers large checks.
constexpr int kComputeThreads = 2;
constexpr size_t kWaitingComputations = 64;
// Connections of probes, open at a time.
constexpr size_t kMaxProbes = 64;

constexpr char kAccountService[] = "linkstat.v1.LinkedAccountService";

std::vector<std::string> ServiceNames() {
  return {"linkstat.v1.LinkingService", "linkstat.v1.CatalogService", kAccountService};
}

std::vector<std::string> ReflectedServices() {
  std::vector<std::string> names = ServiceNames();
  for (const char* name :
       {"grpc.health.v1.Health", "grpc.channelz.v1.Channelz", "grpc.reflection.v1.ServerReflection",
        "grpc.reflection.v1alpha.ServerReflection"}) {
    names.emplace_back(name);
  }
  return names;
}

TransportLimits ProbeLimits() {
  TransportLimits limits;
  limits.handshake_timeout = absl::Seconds(5);
  limits.connection_idle = absl::Seconds(10);
  limits.connection_age = absl::Minutes(1);
  limits.connection_age_grace = absl::Seconds(5);
  limits.streams = 8;
  // A probe makes one call.
  limits.streams_at_first = limits.streams;
  limits.metadata_size = 4 << 10;
  limits.request_size = 1 << 10;
  return limits;
}

}  // namespace

absl::Status Server::Port::Start(std::unique_ptr<net::Listener> listener, size_t max_connections,
                                 const std::shared_ptr<grpc::ServerCredentials>& credentials,
                                 const TransportLimits& limits, const telemetry::Log* log) {
  grpc::ServerBuilder builder;
  SetTransport(limits, builder);
  ingress = std::make_unique<ConnectionIngress>(std::move(listener), max_connections, builder,
                                                credentials);
  LINKSTAT_RETURN_IF_ERROR(server.Start(builder, &ingress->peers()));
  return ingress->Open(limits, log);
}

void Server::Port::Shutdown(absl::Duration deadline) {
  if (server.server() == nullptr) return;
  ingress->Close();
  server.Shutdown(deadline);
}

Server::Server(const ServerOptions& options, catalog::Registry* registry, const telemetry::Log* log)
    : interceptors_(options.interceptors, log),
      watch_(log),
      compute_("compute", kComputeThreads, kWaitingComputations),
      snapshots_(registry),
      linking_(&snapshots_, options.accounts, {options.executors.reads, &compute_}),
      catalog_(registry, &snapshots_, &compute_, options.watch_keep_alive),
      accounts_(options.accounts, options.executors, options.watch_keep_alive),
      health_(ServiceNames()),
      main_(&interceptors_, UnknownMethods::kAuthorized, &watch_, options.event_loops) {
  linking_.AddTo(main_.handlers);
  catalog_.AddTo(main_.handlers);
  accounts_.AddTo(main_.handlers);
  health_.AddTo(main_.handlers);
  if (!options.describes_itself) return;
  AddReflection(ReflectedServices(), main_.handlers);
  AddChannelz(&compute_, main_.handlers);
}

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServerOptions& options,
                                                      ServerListeners listeners,
                                                      catalog::Registry* registry,
                                                      const telemetry::Log* log) {
  std::unique_ptr<Server> server(new Server(options, registry, log));
  if (listeners.health != nullptr) {
    Port& probes = server->probes_.emplace(&server->interceptors_, UnknownMethods::kUnimplemented,
                                           &server->watch_, 1);
    server->health_.AddTo(probes.handlers);
    LINKSTAT_RETURN_IF_ERROR(probes.Start(std::move(listeners.health), kMaxProbes,
                                          grpc::InsecureServerCredentials(), ProbeLimits(), log));
  }
  LINKSTAT_RETURN_IF_ERROR(server->main_.Start(std::move(listeners.main), options.max_connections,
                                               options.credentials, options.transport, log));
  return server;
}

Server::~Server() {
  EndStreams(absl::ZeroDuration());
  Shutdown(absl::ZeroDuration());
}

void Server::SetStoreHealthy(bool healthy) { health_.SetHealthy(kAccountService, healthy); }

void Server::Collect(telemetry::MetricFamilies& families) const {
  interceptors_.Collect(families);
  watch_.Collect(families);
  snapshots_.Collect(families);
  main_.ingress->Collect(families);
}

void Server::EndStreams(absl::Duration patience) {
  const absl::Status status = MakeError(absl::StatusCode::kUnavailable,
                                        v1::ERROR_REASON_AGENT_STOPPING, "the agent is stopping");
  const Deadline end(patience);
  const std::vector<StreamList*> lists = {&health_.streams(), &catalog_.streams(),
                                          &accounts_.streams()};
  for (StreamList* list : lists) list->EndAll(status);
  for (StreamList* list : lists) list->CancelAfter(absl::ToChronoMilliseconds(end.Left()));
}

void Server::Shutdown(absl::Duration deadline) {
  const Deadline end(deadline);
  main_.Shutdown(end.Left());
  if (probes_.has_value()) probes_->Shutdown(end.Left());
}

}  // namespace linkstat::rpc
