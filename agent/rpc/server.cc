#include "agent/rpc/server.h"

#include <utility>
#include <vector>

#include "agent/base/deadline.h"
#include "agent/base/error.h"
#include "agent/rpc/grpc_deadline.h"
#include "agent/rpc/method_guard.h"
#include "agent/rpc/without_plugins.h"
#include "grpcpp/ext/channelz_service_plugin.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/server_builder.h"

namespace linkstat::rpc {
namespace {

std::vector<std::string> ServiceNames(const ServerOptions& options) {
  std::vector<std::string> names;
  names.emplace_back(v1::LinkingService::service_full_name());
  names.emplace_back(v1::CatalogService::service_full_name());
  if (options.accounts != nullptr) {
    names.emplace_back(v1::LinkedAccountService::service_full_name());
  }
  return names;
}

}  // namespace

Server::Server(const ServerOptions& options, catalog::Registry* registry, const telemetry::Log* log)
    : gate_(options.gate, log),
      prepared_(registry),
      linking_(registry, &prepared_, options.accounts, options.executors.reads, &gate_),
      catalog_(registry, &prepared_, options.watch_keep_alive, &gate_),
      accounts_(options.accounts == nullptr
                    ? nullptr
                    : std::make_unique<LinkedAccountService>(options.accounts, options.executors,
                                                             options.watch_keep_alive, &gate_)),
      health_(ServiceNames(options), &gate_) {}

std::unique_ptr<Server> Server::Start(const ServerOptions& options, ServerListeners listeners,
                                      catalog::Registry* registry, const telemetry::Log* log) {
  // For every server of the process that is built from now on, unless it says
  // otherwise.
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::channelz::experimental::InitChannelzService();
  std::unique_ptr<Server> server(new Server(options, registry, log));
  if (listeners.health != nullptr) {
    server->probes_ = HealthServer::Start(std::move(listeners.health), ServiceNames(options),
                                          &server->gate_, log);
    if (server->probes_ == nullptr) return nullptr;
  }
  grpc::ServerBuilder builder;
  if (!options.describes_itself) builder.SetOption(std::make_unique<WithoutPlugins>());
  if (options.gate.policy != nullptr) {
    CallGate* const gate = &server->gate_;
    options.credentials->SetAuthMetadataProcessor(std::make_shared<MethodGuard>(
        options.gate.policy, [gate](const std::string& caller) { gate->Refused(caller); }));
  }
  SetTransport(options.transport, builder);
  server->door_ = std::make_unique<FrontDoor>(std::move(listeners.main), options.max_connections,
                                              builder, options.credentials);
  builder.RegisterService(&server->linking_);
  builder.RegisterService(&server->catalog_);
  if (server->accounts_ != nullptr) builder.RegisterService(server->accounts_.get());
  builder.RegisterService(&server->health_);
  server->server_ = builder.BuildAndStart();
  if (server->server_ == nullptr) return nullptr;
  if (!server->door_->Open(options.transport, log)) return nullptr;
  return server;
}

Server::~Server() {
  if (server_ == nullptr) return;
  EndStreams(absl::ZeroDuration());
  Shutdown(absl::ZeroDuration());
}

void Server::SetServing(bool serving) {
  health_.SetServing(serving);
  if (probes_ != nullptr) probes_->health().SetServing(serving);
}

void Server::SetStoreHealthy(bool healthy) {
  const auto service = v1::LinkedAccountService::service_full_name();
  health_.SetHealthy(service, healthy);
  if (probes_ != nullptr) probes_->health().SetHealthy(service, healthy);
}

void Server::Collect(telemetry::MetricFamilies& families) const {
  gate_.Collect(families);
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
  server_->Shutdown(GrpcDeadline(end.Left()));
  server_->Wait();
  if (probes_ != nullptr) probes_->Shutdown(end.Left());
}

}  // namespace linkstat::rpc
