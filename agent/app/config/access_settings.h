#ifndef LINKSTAT_AGENT_APP_CONFIG_ACCESS_SETTINGS_H_
#define LINKSTAT_AGENT_APP_CONFIG_ACCESS_SETTINGS_H_

#include <memory>

#include "agent/access/policy.h"
#include "agent/app/config/config_builder.h"
#include "linkstat/agent/v1/agent_config.pb.h"

namespace linkstat::app {

// Adds the faults of who is given which role.
void CheckAccess(ConfigBuilder& draft);

// Who may call what; null where everybody who reaches the listener may do
// everything, which is so without `tls_client_ca`.
std::shared_ptr<const access::Policy> AccessPolicy(const agent::v1::AgentConfig& config);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_CONFIG_ACCESS_SETTINGS_H_
