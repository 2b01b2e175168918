#ifndef LINKSTAT_AGENT_APP_CONFIG_CHECK_SETTINGS_H_
#define LINKSTAT_AGENT_APP_CONFIG_CHECK_SETTINGS_H_

#include "agent/app/config/config_builder.h"

namespace linkstat::app {

// Gives every setting that is absent its default, as agent_config.proto states
// them. `catalog` and `tls_certificate` have none; without them
// catalog_poll_interval and tls_reload_interval mean nothing and stay absent.
void FillDefaults(agent::v1::AgentConfig& config);

// Adds the fault of every setting that is out of its bounds, contradicts
// another one or is not safe, as agent_config.proto states them.
void CheckSettings(ConfigBuilder& draft);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_CONFIG_CHECK_SETTINGS_H_
