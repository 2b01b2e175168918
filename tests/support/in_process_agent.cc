#include "tests/support/in_process_agent.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "agent/store/memory_store.h"
#include "grpcpp/create_channel.h"

namespace linkstat::test {
namespace {

telemetry::LogOptions EverythingOptions() {
  telemetry::LogOptions options;
  options.least = telemetry::LogLevel::kDebug;
  return options;
}

std::unique_ptr<service::Accounts> StartAccounts(catalog::Registry* registry) {
  service::Accounts::Parts parts;
  parts.store = *store::MemoryStore::Create();
  parts.registry = registry;
  parts.settings = {.email_domain = "links.example.com", .first_name = "Integration"};
  return service::Accounts::Start(std::move(parts));
}

rpc::ServerListeners FreePort() {
  rpc::ServerListeners listeners;
  listeners.main = *net::Listener::OpenTcp("127.0.0.1", 0);
  return listeners;
}

}  // namespace

InProcessAgent::InProcessAgent(core::SnapshotPtr first, absl::Duration keep_alive,
                               std::shared_ptr<grpc::ServerCredentials> credentials)
    : log_(EverythingOptions(), &sink_),
      writer_(&sink_),
      call_log_(&log_, telemetry::LogLevel::kDebug, &writer_),
      registry_(std::move(first)),
      accounts_(StartAccounts(&registry_)) {
  rpc::ServerOptions options;
  options.accounts = accounts_.get();
  options.executors = {.reads = &reads_, .reports = &reports_};
  options.interceptors.call_log = &call_log_;
  options.credentials =
      credentials == nullptr ? grpc::InsecureServerCredentials() : std::move(credentials);
  options.watch_keep_alive = keep_alive;
  server_ = *rpc::Server::Start(options, FreePort(), &registry_, &log_);
}

std::string InProcessAgent::address() const { return absl::StrCat("127.0.0.1:", server_->port()); }

std::shared_ptr<grpc::Channel> InProcessAgent::NewChannel() const {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  // Otherwise a connection takes megabytes that nobody reads.
  arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  // Channels of one process would share a connection otherwise.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(address(), grpc::InsecureChannelCredentials(), arguments);
}

}  // namespace linkstat::test
