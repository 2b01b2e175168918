#ifndef LINKSTAT_AGENT_APP_LISTEN_H_
#define LINKSTAT_AGENT_APP_LISTEN_H_

#include "absl/status/statusor.h"
#include "agent/rpc/server.h"
#include "agent/telemetry/log.h"
#include "linkstat/agent/v1/agent_config.pb.h"

namespace linkstat::app {

// Listens where checked settings say. Fails as net::Listener does, which is logged.
absl::StatusOr<rpc::ServerListeners> OpenListeners(const agent::v1::AgentConfig& config,
                                                   const telemetry::Log& log);

// Logs where the agent listens, with the ports that it got.
void LogListeners(const agent::v1::AgentConfig& config, const rpc::Server& server,
                  const telemetry::Log& log);

// How many connections the settings and the limit of open files allow; a limit
// that is the lower one is logged. To be called when all else is open.
size_t ConnectionsAllowed(const agent::v1::AgentConfig& config, const telemetry::Log& log);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_LISTEN_H_
