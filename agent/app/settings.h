#ifndef LINKSTAT_AGENT_APP_SETTINGS_H_
#define LINKSTAT_AGENT_APP_SETTINGS_H_

#include <string>

#include "agent/app/command_line.h"
#include "agent/app/setting_draft.h"
#include "agent/telemetry/log.h"

namespace linkstat::app {

// The settings of a command line and its file, flags going before the file,
// with every fault of both. Where there is none, every setting but `catalog` is
// set.
SettingDraft ResolveSettings(const CommandLine& command);

// Every setting as a config file holds it.
std::string SettingsText(const agent::v1::AgentConfig& config);

// The level of the line that the log gets for each call.
telemetry::LogLevel CallLevelOf(const agent::v1::AgentConfig& config);

// How the settings want the log. `no_color`: the environment asks for none.
telemetry::LogOptions LogOptionsOf(const agent::v1::AgentConfig& config, bool is_terminal,
                                   bool no_color);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_SETTINGS_H_
