#include "agent/app/config/config_builder.h"

#include <optional>

namespace linkstat::app {

void ApplyFlags(const std::vector<FlagValue>& flags, ConfigBuilder& builder) {
  for (const FlagValue& flag : flags) {
    const std::string name = FlagOf(flag.setting);
    const Setting& setting = *FindSetting(flag.setting);
    if (setting.is_repeated()) {
      builder.config().GetReflection()->ClearField(&builder.config(), &setting);
      builder.SetPlace(flag.setting, name);
    } else if (flag.values.size() > 1) {
      builder.AddFault(name, "set more than once");
      continue;
    }
    for (const std::string& value : flag.values) {
      if (const std::optional<std::string> fault = SetValue(setting, value, builder.config())) {
        builder.AddFault(name, *fault);
      } else {
        builder.SetPlace(flag.setting, name);
      }
    }
  }
}

}  // namespace linkstat::app
