#include "agent/rpc/server.h"

#include <algorithm>
#include <vector>

#include "absl/time/clock.h"
#include "agent/base/error.h"
#include "grpcpp/ext/channelz_service_plugin.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/server_builder.h"

namespace linkstat::rpc {
namespace {

// Peers that went away without a word are noticed after these, so that their
// streams do not stay open for ever.
constexpr int kPingIntervalMs = 60'000;
constexpr int kPingTimeoutMs = 20'000;
// Clients may ping this often, also without a call.
constexpr int kMinClientPingIntervalMs = 10'000;

void SetTransportOptions(grpc::ServerBuilder& builder) {
  // Two agents must not share a port without knowing.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kPingIntervalMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kPingTimeoutMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                             kMinClientPingIntervalMs);
  builder.SetMaxReceiveMessageSize(kMaxRequestSize);
}

std::vector<std::string> ServiceNames(const ServerOptions& options) {
  std::vector<std::string> names = {v1::LinkingService::service_full_name(),
                                    v1::CatalogService::service_full_name()};
  if (options.accounts != nullptr) names.push_back(v1::LinkedAccountService::service_full_name());
  return names;
}

}  // namespace

Server::Server(const ServerOptions& options, catalog::Registry* registry, const telemetry::Log* log)
    : gate_(options.gate, log),
      prepared_(registry),
      linking_(registry, &prepared_, options.accounts, options.executor, &gate_),
      catalog_(registry, &prepared_, options.watch_keep_alive, &gate_),
      accounts_(options.accounts == nullptr
                    ? nullptr
                    : std::make_unique<LinkedAccountService>(options.accounts, options.executor,
                                                             options.watch_keep_alive, &gate_)),
      health_(ServiceNames(options), &gate_) {}

std::unique_ptr<Server> Server::Start(const ServerOptions& options, catalog::Registry* registry,
                                      const telemetry::Log* log) {
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::channelz::experimental::InitChannelzService();
  std::unique_ptr<Server> server(new Server(options, registry, log));
  grpc::ServerBuilder builder;
  SetTransportOptions(builder);
  builder.AddListeningPort(options.address, options.credentials, &server->port_);
  builder.RegisterService(&server->linking_);
  builder.RegisterService(&server->catalog_);
  if (server->accounts_ != nullptr) builder.RegisterService(server->accounts_.get());
  builder.RegisterService(&server->health_);
  server->server_ = builder.BuildAndStart();
  if (server->server_ == nullptr) return nullptr;
  return server;
}

Server::~Server() {
  if (server_ == nullptr) return;
  EndStreams(absl::ZeroDuration());
  Shutdown(absl::ZeroDuration());
}

void Server::SetStoreHealthy(bool healthy) {
  health_.SetHealthy(v1::LinkedAccountService::service_full_name(), healthy);
}

void Server::EndStreams(absl::Duration patience) {
  const absl::Status status = MakeError(absl::StatusCode::kUnavailable,
                                        v1::ERROR_REASON_AGENT_STOPPING, "the agent is stopping");
  const absl::Time end = absl::Now() + patience;
  std::vector<StreamList*> lists = {&health_.streams(), &catalog_.streams()};
  if (accounts_ != nullptr) lists.push_back(&accounts_->streams());
  for (StreamList* list : lists) list->EndAll(status);
  for (StreamList* list : lists) {
    list->CancelAfter(
        absl::ToChronoMilliseconds(std::max(end - absl::Now(), absl::ZeroDuration())));
  }
}

void Server::Shutdown(absl::Duration deadline) {
  server_->Shutdown(absl::ToChronoTime(absl::Now() + deadline));
  server_->Wait();
}

}  // namespace linkstat::rpc
