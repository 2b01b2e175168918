#include "agent/app/command/settings.h"

#include "agent/app/catalog_source.h"
#include "agent/app/config/check_settings.h"
#include "agent/app/config/config_file.h"
#include "agent/app/exit_codes.h"
#include "agent/app/tls_source.h"
#include "google/protobuf/text_format.h"

namespace linkstat::app {
ConfigBuilder ResolveSettings(const CommandLine& command) {
  ConfigBuilder builder;
  for (const SettingFault& fault : command.faults) builder.AddFault(fault.place, fault.text);
  bool all_known = true;
  if (!command.config_file.empty()) all_known = ReadConfigFile(command.config_file, builder);
  ApplyFlags(command.flags, builder);
  // Whether a setting is right can depend on one that was not read.
  if (all_known) CheckSettings(builder);
  if (builder.faults().empty()) FillDefaults(builder.config());
  return builder;
}

std::string SettingsText(const agent::v1::AgentConfig& config) {
  std::string text;
  google::protobuf::TextFormat::PrintToString(config, &text);
  return text;
}

int RefuseSettings(const ConfigBuilder& builder, const telemetry::Log& log) {
  for (const SettingFault& fault : builder.faults()) {
    log.Error("wrong setting", {{"place", fault.place}, {"fault", fault.text}});
  }
  return kExitBadSettings;
}

int RefuseStart(const ConfigBuilder& builder, const telemetry::Log& log) {
  LogCatalogFaults(builder.config(), LoadFirstCatalog(builder.config()), log);
  LogTlsFaults(LoadFirstTls(builder.config()), log);
  return RefuseSettings(builder, log);
}

}  // namespace linkstat::app
