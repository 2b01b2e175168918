#include <sys/stat.h>

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "agent/app/catalog_source.h"
#include "agent/app/command/settings.h"
#include "agent/app/config/module_options.h"
#include "agent/app/exit_codes.h"
#include "agent/app/tls_source.h"
#include "agent/base/regular_file.h"
#include "agent/net/listener.h"
#include "agent/store/spec.h"
#include "agent/store/store_probe.h"

namespace linkstat::app {
namespace {

// What a start would find beyond the settings themselves.
struct StartFindings {
  // The store or the audit cannot be opened.
  std::vector<SettingFault> files;
  // The agent cannot listen at an address.
  std::vector<SettingFault> addresses;
  // What can be otherwise when the agent is started: an address or the store is in use.
  std::vector<SettingFault> warnings;
};

void ProbeStoreSetting(const ConfigBuilder& builder, StartFindings& findings) {
  if (!builder.config().has_store()) return;
  const absl::StatusOr<store::StoreSpec> spec = store::ParseStoreSpec(builder.config().store());
  if (!spec.ok()) return;
  const absl::Status status = store::ProbeStore(*spec);
  if (status.ok()) return;
  // An agent that runs checks its own settings so.
  auto& found = absl::IsAlreadyExists(status) ? findings.warnings : findings.files;
  found.push_back({builder.PlaceOf("store"), std::string(status.message())});
}

void ProbeAuditSetting(const ConfigBuilder& builder, StartFindings& findings) {
  if (!builder.config().has_audit()) return;
  const absl::StatusOr<AuditTarget> target = ParseAuditTarget(builder.config().audit());
  if (!target.ok() || !target->file.has_value()) return;
  absl::Status status = ProbeAppend(*target->file);
  // A start ends a rotation that was interrupted, by renaming.
  struct stat info {};
  if (stat(absl::StrCat(*target->file, ".rotating").c_str(), &info) == 0) {
    status.Update(ProbeFolderOf(*target->file));
  }
  if (!status.ok()) {
    findings.files.push_back(
        {builder.PlaceOf("audit"), absl::StrCat("the file cannot be opened: ", status.message())});
  }
}

absl::Status ProbeAddress(const ListenAddress& address) {
  return address.unix_path.empty() ? net::Listener::ProbeTcp(address.NumericHost(), address.port)
                                   : net::Listener::ProbeUnix(address.unix_path);
}

// Probes the store, the audit and the addresses that the settings name, where a setting can
// be read. Makes, locks and changes no file, and may be called while an agent runs with the
// same settings.
StartFindings ProbeStart(const ConfigBuilder& builder) {
  StartFindings findings;
  ProbeStoreSetting(builder, findings);
  ProbeAuditSetting(builder, findings);
  for (const auto& [setting, address] : ListenAddressesOf(builder.config())) {
    const absl::Status status = ProbeAddress(address);
    if (status.ok()) continue;
    auto& found = absl::IsAlreadyExists(status) ? findings.warnings : findings.addresses;
    found.push_back({builder.PlaceOf(setting), absl::StrCat("cannot listen: ", status.message())});
  }
  return findings;
}

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

}  // namespace linkstat::app
