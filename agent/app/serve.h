#ifndef LINKSTAT_AGENT_APP_SERVE_H_
#define LINKSTAT_AGENT_APP_SERVE_H_

#include "agent/app/signals.h"
#include "agent/telemetry/log.h"
#include "linkstat/agent/v1/agent_config.pb.h"

namespace linkstat::app {

// Runs the agent with checked settings until it is told to stop, drains, and
// returns the exit code.
int Serve(const agent::v1::AgentConfig& config, Signals& signals, const telemetry::Log& log);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_SERVE_H_
