#ifndef LINKSTAT_AGENT_APP_COMMAND_PROBE_START_H_
#define LINKSTAT_AGENT_APP_COMMAND_PROBE_START_H_

#include <vector>

#include "agent/app/config/config_builder.h"

namespace linkstat::app {

// What a start would find beyond the settings themselves.
struct StartFindings {
  // The store or the audit cannot be opened.
  std::vector<SettingFault> files;
  // The agent cannot listen at an address.
  std::vector<SettingFault> addresses;
  // What can be otherwise when the agent is started: an address or the store is in use.
  std::vector<SettingFault> warnings;
};

// Looks at the store, the audit and the addresses that the settings name, where a
// setting can be understood. Makes, locks and changes no file, and may be called
// while an agent runs with the same settings.
StartFindings ProbeStart(const ConfigBuilder& builder);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_COMMAND_PROBE_START_H_
