#ifndef LINKSTAT_AGENT_APP_CHECK_CONFIG_H_
#define LINKSTAT_AGENT_APP_CHECK_CONFIG_H_

#include <ostream>

#include "agent/app/setting_draft.h"

namespace linkstat::app {

// Writes the settings to `out` as a config file holds them, or every fault of
// the settings, of the catalog and of the certificate that they name to `errors`,
// one a line: `PLACE: TEXT`. Where the settings cannot be read as far as one of
// them, it is not looked at. What is only worth a look is told there as well and
// changes nothing.
// Returns the exit code.
int CheckConfig(const SettingDraft& draft, std::ostream& out, std::ostream& errors);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_CHECK_CONFIG_H_
