#ifndef LINKSTAT_AGENT_APP_COMMAND_SETTINGS_H_
#define LINKSTAT_AGENT_APP_COMMAND_SETTINGS_H_

#include <string>

#include "agent/app/command/command_line.h"
#include "agent/app/config/config_builder.h"

namespace linkstat::app {

// The settings of a command line and its file, flags going before the file,
// with every fault of both. Where there is none, every setting but `catalog` is
// set.
ConfigBuilder ResolveSettings(const CommandLine& command);

// Every setting as a config file holds it.
std::string SettingsText(const agent::v1::AgentConfig& config);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_COMMAND_SETTINGS_H_
