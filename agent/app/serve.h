#ifndef LINKSTAT_AGENT_APP_SERVE_H_
#define LINKSTAT_AGENT_APP_SERVE_H_

#include "agent/app/signals.h"
#include "agent/telemetry/log.h"
#include "agent/telemetry/log_writer.h"
#include "linkstat/agent/v1/agent_config.pb.h"

namespace linkstat::app {

// Runs the agent with checked settings until a signal stops it, drains, closes
// everything, and returns the exit code. The last line of the log, `stopped`, is
// written when the store and the addresses are free for another agent. `writer` is
// where `log` writes to.
int Serve(const agent::v1::AgentConfig& config, Signals& signals, const telemetry::Log& log,
          telemetry::LogWriter& writer);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_SERVE_H_
