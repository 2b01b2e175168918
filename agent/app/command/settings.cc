#include "agent/app/command/settings.h"

#include <vector>

#include "agent/app/catalog_source.h"
#include "agent/app/command/probe_start.h"
#include "agent/app/config/check_settings.h"
#include "agent/app/config/config_file.h"
#include "agent/app/exit_codes.h"
#include "agent/app/tls_source.h"
#include "google/protobuf/text_format.h"

namespace linkstat::app {
namespace {

void Print(const std::vector<SettingFault>& faults, const char* kind, std::ostream& errors) {
  for (const SettingFault& fault : faults) {
    errors << fault.place << ": " << kind << fault.text << "\n";
  }
}

// Prints what is wrong with the certificate's files. Returns whether they can be served.
bool CheckCertificate(const ConfigBuilder& builder, std::ostream& errors) {
  const tls::TlsReading tls = LoadFirstTls(builder.config());
  for (const tls::TlsFault& fault : tls.faults) {
    errors << builder.PlaceOf(fault.setting) << ": " << fault.text << "\n";
  }
  for (const tls::TlsFault& warning : tls.warnings) {
    errors << builder.PlaceOf(warning.setting) << ": warning: " << warning.text << "\n";
  }
  return tls.faults.empty();
}

}  // namespace

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

int CheckConfig(const ConfigBuilder& builder, std::ostream& out, std::ostream& errors) {
  Print(builder.faults(), "", errors);
  const catalog::LoadResult catalog = LoadFirstCatalog(builder.config());
  for (const v1::CatalogFault& fault : catalog.faults) {
    errors << catalog::FaultLine(builder.config().catalog(), fault) << "\n";
  }
  const bool certificate = CheckCertificate(builder, errors);
  const StartFindings found = ProbeStart(builder);
  Print(found.files, "", errors);
  Print(found.addresses, "", errors);
  Print(found.warnings, "warning: ", errors);
  if (!builder.faults().empty() || catalog.snapshot == nullptr || !certificate ||
      !found.files.empty()) {
    return kExitBadSettings;
  }
  if (!found.addresses.empty()) return kExitUnreachable;
  out << SettingsText(builder.config());
  return kExitOk;
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
