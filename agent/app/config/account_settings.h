#ifndef LINKSTAT_AGENT_APP_CONFIG_ACCOUNT_SETTINGS_H_
#define LINKSTAT_AGENT_APP_CONFIG_ACCOUNT_SETTINGS_H_

#include <string>
#include <utility>
#include <vector>

#include "agent/service/account_settings.h"
#include "linkstat/agent/v1/agent_config.pb.h"

namespace linkstat::app {

// The settings of new accounts.
service::AccountSettings AccountSettingsOf(const agent::v1::AgentConfig& config);

// Their faults, by the name of the setting.
std::vector<std::pair<std::string, std::string>> AccountSettingFaults(
    const agent::v1::AgentConfig& config);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_CONFIG_ACCOUNT_SETTINGS_H_
