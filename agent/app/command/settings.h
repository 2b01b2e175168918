#ifndef LINKSTAT_AGENT_APP_COMMAND_SETTINGS_H_
#define LINKSTAT_AGENT_APP_COMMAND_SETTINGS_H_

#include <ostream>
#include <string>

#include "agent/app/command/command_line.h"
#include "agent/app/config/config_builder.h"
#include "agent/telemetry/log.h"

// From a command line to the settings, and what is done with their faults.
namespace linkstat::app {

// The settings of a command line and its file, with every fault of both; flags take
// precedence. Without a fault, every setting that has a default is set.
ConfigBuilder ResolveSettings(const CommandLine& command);

// Every setting as a config file holds it.
std::string SettingsText(const agent::v1::AgentConfig& config);

// Writes the settings to `out` as a config file holds them, or everything that a start
// with them would find wrong to `errors`, one a line: `PLACE: TEXT`: faults of the
// settings, the catalog, the certificate, the store, the audit and the addresses. What a
// setting names is not checked where the settings cannot be read as far as it. Warnings
// are written to `errors` as well and change nothing. Changes no file.
//
// Returns the exit code that the start would have.
int CheckConfig(const ConfigBuilder& builder, std::ostream& out, std::ostream& errors);

// Logs every fault of the settings and returns the exit code.
int RefuseSettings(const ConfigBuilder& builder, const telemetry::Log& log);

// Likewise for an agent that would serve: every fault of the catalog and of the
// certificate that the settings name is logged as well.
int RefuseStart(const ConfigBuilder& builder, const telemetry::Log& log);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_COMMAND_SETTINGS_H_
