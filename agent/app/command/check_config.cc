#include "agent/app/command/check_config.h"

#include <vector>

#include "agent/app/catalog_source.h"
#include "agent/app/command/probe_start.h"
#include "agent/app/command/settings.h"
#include "agent/app/exit_codes.h"
#include "agent/app/tls_source.h"

namespace linkstat::app {
namespace {

void Print(const std::vector<SettingFault>& faults, const char* kind, std::ostream& errors) {
  for (const SettingFault& fault : faults) {
    errors << fault.place << ": " << kind << fault.text << "\n";
  }
}

// Prints what is wrong with the certificate's files. Returns whether they can be served.
bool CheckCertificate(const ConfigBuilder& draft, std::ostream& errors) {
  const tls::TlsReading tls = LoadFirstTls(draft.config());
  for (const tls::TlsFault& fault : tls.faults) {
    errors << draft.PlaceOf(fault.setting) << ": " << fault.text << "\n";
  }
  for (const tls::TlsFault& warning : tls.warnings) {
    errors << draft.PlaceOf(warning.setting) << ": warning: " << warning.text << "\n";
  }
  return tls.faults.empty();
}

}  // namespace

int CheckConfig(const ConfigBuilder& draft, std::ostream& out, std::ostream& errors) {
  Print(draft.faults(), "", errors);
  const catalog::LoadResult catalog = LoadFirstCatalog(draft.config());
  for (const v1::CatalogFault& fault : catalog.faults) {
    errors << catalog::FaultLine(draft.config().catalog(), fault) << "\n";
  }
  const bool certificate = CheckCertificate(draft, errors);
  const StartFindings found = ProbeStart(draft);
  Print(found.files, "", errors);
  Print(found.addresses, "", errors);
  Print(found.warnings, "warning: ", errors);
  if (!draft.faults().empty() || catalog.snapshot == nullptr || !certificate ||
      !found.files.empty()) {
    return kExitBadSettings;
  }
  if (!found.addresses.empty()) return kExitUnreachable;
  out << SettingsText(draft.config());
  return kExitOk;
}

}  // namespace linkstat::app
