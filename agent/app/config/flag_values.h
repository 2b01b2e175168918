#ifndef LINKSTAT_AGENT_APP_CONFIG_FLAG_VALUES_H_
#define LINKSTAT_AGENT_APP_CONFIG_FLAG_VALUES_H_

#include <string>
#include <vector>

#include "agent/app/config/config_builder.h"

namespace linkstat::app {

// A setting's flag as it was given: one value for each time that it was,
// empty where there was none.
struct FlagValue {
  std::string setting;
  std::vector<std::string> values;
};

// Takes flags into `draft`, over what is there, with the faults of every value
// that is not of its setting's type.
void ApplyFlags(const std::vector<FlagValue>& flags, ConfigBuilder& draft);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_CONFIG_FLAG_VALUES_H_
