#ifndef LINKSTAT_AGENT_APP_CONFIG_CONNECTION_SETTINGS_H_
#define LINKSTAT_AGENT_APP_CONFIG_CONNECTION_SETTINGS_H_

#include <sys/types.h>

#include "agent/app/config/config_builder.h"
#include "agent/rpc/transport/transport_limits.h"

namespace linkstat::app {

// The settings of connections, but for how they are secured and for those of
// bounded_settings.h. Each function does its part of what check_settings.h
// promises.
void CheckConnections(ConfigBuilder& draft);
// `config`: the settings with their defaults.
void CheckAddressesDiffer(const agent::v1::AgentConfig& config, ConfigBuilder& draft);
void FillConnectionDefaults(agent::v1::AgentConfig& config);

// Of settings that were checked and filled.
mode_t UnixSocketMode(const agent::v1::AgentConfig& config);
rpc::TransportLimits TransportLimitsOf(const agent::v1::AgentConfig& config);

// The event loops of the main listener: as set, otherwise 1 on up to two of `cores`,
// then half of them, at most 4.
int EventLoopsOf(const agent::v1::AgentConfig& config, unsigned cores);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_CONFIG_CONNECTION_SETTINGS_H_
