#ifndef LINKSTAT_AGENT_APP_CHECK_CONFIG_H_
#define LINKSTAT_AGENT_APP_CHECK_CONFIG_H_

#include <ostream>

#include "agent/app/setting_draft.h"

namespace linkstat::app {

// Writes the settings to `out` as a config file holds them, or every fault of
// the settings and of the catalog that they name to `errors`, one a line:
// `PLACE: TEXT`. Where the settings cannot be read as far as the catalog, it is
// not looked at.
// Returns the exit code.
int CheckConfig(const SettingDraft& draft, std::ostream& out, std::ostream& errors);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_CHECK_CONFIG_H_
