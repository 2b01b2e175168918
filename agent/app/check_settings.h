#ifndef LINKSTAT_AGENT_APP_CHECK_SETTINGS_H_
#define LINKSTAT_AGENT_APP_CHECK_SETTINGS_H_

#include "agent/app/setting_draft.h"

namespace linkstat::app {

// Gives every setting that is absent its default, as agent_config.proto states
// them. `catalog` has none; without it catalog_poll_interval means nothing and
// stays absent.
void FillDefaults(agent::v1::AgentConfig& config);

// Adds the fault of every setting that is out of its bounds, contradicts
// another one or is not safe, as agent_config.proto states them.
void CheckSettings(SettingDraft& draft);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_CHECK_SETTINGS_H_
