#ifndef LINKSTAT_AGENT_APP_CONFIG_LOG_SETTINGS_H_
#define LINKSTAT_AGENT_APP_CONFIG_LOG_SETTINGS_H_

#include "agent/telemetry/log.h"
#include "linkstat/agent/v1/agent_config.pb.h"

namespace linkstat::app {

// The level of the line that the log gets for each call.
telemetry::LogLevel CallLevelOf(const agent::v1::AgentConfig& config);

// How the settings want the log. `no_color`: the environment asks for none.
telemetry::LogOptions LogOptionsOf(const agent::v1::AgentConfig& config, bool is_terminal,
                                   bool no_color);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_CONFIG_LOG_SETTINGS_H_
