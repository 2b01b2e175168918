#include "agent/app/command/settings.h"

#include "agent/app/config/check_settings.h"
#include "agent/app/config/config_file.h"
#include "google/protobuf/text_format.h"

namespace linkstat::app {

ConfigBuilder ResolveSettings(const CommandLine& command) {
  ConfigBuilder draft;
  for (const SettingFault& fault : command.faults) draft.AddFault(fault.place, fault.text);
  bool all_known = true;
  if (command.config_file && !command.config_file->empty()) {
    all_known = ReadConfigFile(*command.config_file, draft);
  }
  ApplyFlags(command.flags, draft);
  // Whether a setting is right can depend on one that was not read.
  if (all_known) CheckSettings(draft);
  if (draft.faults().empty()) FillDefaults(draft.config());
  return draft;
}

std::string SettingsText(const agent::v1::AgentConfig& config) {
  std::string text;
  google::protobuf::TextFormat::PrintToString(config, &text);
  return text;
}

}  // namespace linkstat::app
