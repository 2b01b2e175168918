#ifndef LINKSTAT_AGENT_APP_CONFIG_NUMERIC_SETTINGS_H_
#define LINKSTAT_AGENT_APP_CONFIG_NUMERIC_SETTINGS_H_

#include "agent/app/config/config_builder.h"

// The settings that are a whole number or a duration: one table of their bounds
// and defaults, as agent_config.proto states them.
namespace linkstat::app {

// Gives each that is absent its default, but for catalog_poll_interval without a
// catalog file and tls_reload_interval without a certificate.
void FillBoundedDefaults(agent::v1::AgentConfig& config);

// Adds the fault of each that is out of its bounds.
void CheckBoundedSettings(ConfigBuilder& draft);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_CONFIG_NUMERIC_SETTINGS_H_
