#ifndef LINKSTAT_AGENT_APP_COMMAND_CHECK_CONFIG_H_
#define LINKSTAT_AGENT_APP_COMMAND_CHECK_CONFIG_H_

#include <ostream>

#include "agent/app/config/config_builder.h"

namespace linkstat::app {

// Writes the settings to `out` as a config file holds them, or everything that a
// start with them would find wrong to `errors`, one a line: `PLACE: TEXT`: faults of
// the settings, of the catalog and the certificate, and what probe_start.h finds.
// What a setting names is not looked at where the settings cannot be read as far as
// it. Warnings are written there as well and change nothing. Changes no file.
//
// Returns the exit code that the start would have.
int CheckConfig(const ConfigBuilder& draft, std::ostream& out, std::ostream& errors);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_COMMAND_CHECK_CONFIG_H_
