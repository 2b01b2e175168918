#ifndef LINKSTAT_AGENT_APP_CONFIG_CHECK_SETTINGS_H_
#define LINKSTAT_AGENT_APP_CONFIG_CHECK_SETTINGS_H_

#include <vector>

#include "agent/app/config/config_builder.h"

namespace linkstat::app {

// Sets the flags' values in place of those that `builder` has, and adds the fault of
// every value that is not of its setting's type.
void ApplyFlags(const std::vector<FlagValue>& flags, ConfigBuilder& builder);

// Gives every setting that is absent its default, unless it has none or requires another
// one that is absent.
void FillDefaults(agent::v1::AgentConfig& config);

// Adds the fault of every setting that has a wrong value, contradicts or lacks another
// one, or is not safe. Single settings are checked by their options, and what ties them
// together is checked here:
// - `unix_socket_mode` requires a unix socket;
// - an address that is not loopback requires authenticated callers or `allow_insecure`;
// - `tls_client_ca` requires a caller with a role;
// - no two listeners share an address;
// - one caller's share is at most the whole.
void CheckSettings(ConfigBuilder& builder);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_CONFIG_CHECK_SETTINGS_H_
