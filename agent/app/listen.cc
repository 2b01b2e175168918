#include "agent/app/listen.h"

#include <memory>
#include <string>

#include "agent/app/config/listen_address.h"
#include "agent/app/config/module_options.h"
#include "agent/base/status_macros.h"
#include "agent/net/descriptor_limit.h"
#include "agent/net/listener.h"

namespace linkstat::app {
namespace {

using agent::v1::AgentConfig;

ListenAddress AddressOf(const std::string& setting) { return *ParseListenAddress(setting); }

// Fails as net::Listener does, which is logged.
absl::StatusOr<std::unique_ptr<net::Listener>> Open(const std::string& setting,
                                                    const AgentConfig& config,
                                                    const telemetry::Log& log) {
  const ListenAddress address = AddressOf(setting);
  auto listener = address.unix_path.empty()
                      ? net::Listener::OpenTcp(address.NumericHost(), address.port)
                      : net::Listener::OpenUnix(address.unix_path, UnixSocketMode(config));
  if (!listener.ok()) {
    log.Error("cannot listen", {{"address", address.ToString(address.port)},
                                {"fault", listener.status().message()}});
  }
  return listener;
}

}  // namespace

absl::StatusOr<rpc::ServerListeners> OpenListeners(const AgentConfig& config,
                                                   const telemetry::Log& log) {
  rpc::ServerListeners listeners;
  LINKSTAT_ASSIGN_OR_RETURN(listeners.main, Open(config.listen(), config, log));
  if (config.has_health_listen()) {
    LINKSTAT_ASSIGN_OR_RETURN(listeners.health, Open(config.health_listen(), config, log));
  }
  return listeners;
}

void LogListeners(const AgentConfig& config, const rpc::Server& server, const telemetry::Log& log) {
  if (config.has_health_listen()) {
    log.Info("listening for health checks",
             {{"address", AddressOf(config.health_listen()).ToString(server.health_port())}});
  }
  log.Info("listening", {{"address", AddressOf(config.listen()).ToString(server.port())}});
}

size_t ConnectionsAllowed(const AgentConfig& config, const telemetry::Log& log) {
  const size_t allowed = net::ConnectionsWithinLimit(config.max_connections());
  if (allowed < config.max_connections()) {
    log.Warning("the limit of open files allows fewer connections than max_connections",
                {{"connections", allowed}});
  }
  return allowed;
}

}  // namespace linkstat::app
