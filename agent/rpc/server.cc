#include "agent/rpc/server.h"

#include <utility>
#include <vector>

#include "agent/base/deadline.h"
#include "agent/base/error.h"
#include "agent/base/status_macros.h"
#include "agent/rpc/call/method_guard.h"
#include "agent/rpc/transport/grpc_deadline.h"
#include "agent/rpc/transport/without_plugins.h"
#include "grpcpp/ext/channelz_service_plugin.h"
#include "grpcpp/server_builder.h"

namespace linkstat::rpc {
namespace {

// For requests that would hold an event loop for too long. One of the threads can be
// busy with a large catalog while the other answers large checks.
constexpr int kComputeThreads = 2;
constexpr size_t kWaitingComputations = 64;

std::vector<std::string> ServiceNames(const ServerOptions& options) {
  std::vector<std::string> names;
  names.emplace_back("linkstat.v1.LinkingService");
  names.emplace_back("linkstat.v1.CatalogService");
  if (options.accounts != nullptr) {
    names.emplace_back("linkstat.v1.LinkedAccountService");
  }
  return names;
}

std::vector<std::string> ReflectedServices(const ServerOptions& options) {
  std::vector<std::string> names = ServiceNames(options);
  for (const char* name :
       {"grpc.health.v1.Health", "grpc.channelz.v1.Channelz", "grpc.reflection.v1.ServerReflection",
        "grpc.reflection.v1alpha.ServerReflection"}) {
    names.emplace_back(name);
  }
  return names;
}

}  // namespace

Server::Server(const ServerOptions& options, catalog::Registry* registry, const telemetry::Log* log)
    : interceptors_(options.interceptors, log),
      watch_(log),
      compute_("compute", kComputeThreads, kWaitingComputations),
      snapshots_(registry),
      linking_(&snapshots_, options.accounts, {options.executors.reads, &compute_}),
      catalog_(registry, &snapshots_, &compute_, options.watch_keep_alive),
      accounts_(options.accounts == nullptr
                    ? nullptr
                    : std::make_unique<LinkedAccountService>(options.accounts, options.executors,
                                                             options.watch_keep_alive)),
      health_(ServiceNames(options)),
      reflection_(ReflectedServices(options)),
      handlers_(&interceptors_),
      server_(&handlers_, &watch_, options.event_loops) {
  linking_.AddTo(handlers_);
  catalog_.AddTo(handlers_);
  if (accounts_ != nullptr) accounts_->AddTo(handlers_);
  health_.AddTo(handlers_);
  if (options.describes_itself) reflection_.AddTo(handlers_);
}

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServerOptions& options,
                                                      ServerListeners listeners,
                                                      catalog::Registry* registry,
                                                      const telemetry::Log* log) {
  // For every server of the process that is built from now on, unless it says
  // otherwise.
  grpc::channelz::experimental::InitChannelzService();
  std::unique_ptr<Server> server(new Server(options, registry, log));
  if (listeners.health != nullptr) {
    LINKSTAT_ASSIGN_OR_RETURN(
        server->probes_, HealthServer::Start(std::move(listeners.health), ServiceNames(options),
                                             &server->interceptors_, &server->watch_, log));
  }
  grpc::ServerBuilder builder;
  if (!options.describes_itself) builder.SetOption(std::make_unique<WithoutPlugins>());
  if (options.interceptors.policy != nullptr) {
    CallInterceptors* const interceptors = &server->interceptors_;
    options.credentials->SetAuthMetadataProcessor(std::make_shared<MethodGuard>(
        options.interceptors.policy,
        [interceptors](const std::string& caller) { interceptors->RefusedElsewhere(caller); }));
  }
  SetTransport(options.transport, builder);
  server->door_ = std::make_unique<ConnectionIngress>(
      std::move(listeners.main), options.max_connections, builder, options.credentials);
  LINKSTAT_RETURN_IF_ERROR(server->server_.Start(builder, &server->door_->peers()));
  LINKSTAT_RETURN_IF_ERROR(server->door_->Open(options.transport, log));
  return server;
}

Server::~Server() {
  if (server_.server() == nullptr) return;
  EndStreams(absl::ZeroDuration());
  Shutdown(absl::ZeroDuration());
}

void Server::SetServing(bool serving) {
  health_.SetServing(serving);
  if (probes_ != nullptr) probes_->health().SetServing(serving);
}

void Server::SetStoreHealthy(bool healthy) {
  const std::string service = "linkstat.v1.LinkedAccountService";
  health_.SetHealthy(service, healthy);
  if (probes_ != nullptr) probes_->health().SetHealthy(service, healthy);
}

void Server::Collect(telemetry::MetricFamilies& families) const {
  interceptors_.Collect(families);
  watch_.Collect(families);
  snapshots_.Collect(families);
  door_->Collect(families);
}

void Server::EndStreams(absl::Duration patience) {
  const absl::Status status = MakeError(absl::StatusCode::kUnavailable,
                                        v1::ERROR_REASON_AGENT_STOPPING, "the agent is stopping");
  const Deadline end(patience);
  std::vector<StreamList*> lists = {&health_.streams(), &catalog_.streams()};
  if (accounts_ != nullptr) lists.push_back(&accounts_->streams());
  if (probes_ != nullptr) lists.push_back(&probes_->health().streams());
  for (StreamList* list : lists) list->EndAll(status);
  for (StreamList* list : lists) {
    list->CancelAfter(absl::ToChronoMilliseconds(end.Left()));
  }
}

void Server::Shutdown(absl::Duration deadline) {
  const Deadline end(deadline);
  door_->Close();
  server_.Shutdown(end.Left());
  if (probes_ != nullptr) probes_->Shutdown(end.Left());
}

}  // namespace linkstat::rpc
