#ifndef LINKSTAT_AGENT_APP_CONNECTION_SETTINGS_H_
#define LINKSTAT_AGENT_APP_CONNECTION_SETTINGS_H_

#include <sys/types.h>

#include "agent/app/setting_draft.h"
#include "agent/rpc/transport.h"

namespace linkstat::app {

// The settings of connections, but for how they are secured and for those of
// bounded_settings.h. Each function does its part of what check_settings.h
// promises.
void CheckConnections(SettingDraft& draft);
// `config`: the settings with their defaults.
void CheckAddressesDiffer(const agent::v1::AgentConfig& config, SettingDraft& draft);
void FillConnectionDefaults(agent::v1::AgentConfig& config);

// Of settings that were checked and filled.
mode_t UnixSocketMode(const agent::v1::AgentConfig& config);
rpc::TransportLimits TransportLimitsOf(const agent::v1::AgentConfig& config);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_CONNECTION_SETTINGS_H_
