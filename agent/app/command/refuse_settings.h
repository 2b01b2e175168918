#ifndef LINKSTAT_AGENT_APP_COMMAND_REFUSE_SETTINGS_H_
#define LINKSTAT_AGENT_APP_COMMAND_REFUSE_SETTINGS_H_

#include "agent/app/config/config_builder.h"
#include "agent/telemetry/log.h"

namespace linkstat::app {

// Logs every fault of the settings and returns the exit code.
int RefuseSettings(const ConfigBuilder& draft, const telemetry::Log& log);

// Likewise of an agent that would serve: every fault of the catalog and of the
// certificate that the settings name is logged as well.
int RefuseStart(const ConfigBuilder& draft, const telemetry::Log& log);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_COMMAND_REFUSE_SETTINGS_H_
