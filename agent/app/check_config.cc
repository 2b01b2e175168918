#include "agent/app/check_config.h"

#include "agent/app/catalog_source.h"
#include "agent/app/exit_codes.h"
#include "agent/app/settings.h"
#include "agent/app/tls_source.h"

namespace linkstat::app {

int CheckConfig(const SettingDraft& draft, std::ostream& out, std::ostream& errors) {
  for (const SettingFault& fault : draft.faults()) {
    errors << fault.place << ": " << fault.text << "\n";
  }
  const catalog::LoadResult catalog = LoadFirstCatalog(draft.config());
  for (const v1::CatalogFault& fault : catalog.faults) {
    errors << catalog::FaultLine(draft.config().catalog(), fault) << "\n";
  }
  const tls::TlsReading tls = LoadFirstTls(draft.config());
  for (const tls::TlsFault& fault : tls.faults) {
    errors << draft.PlaceOf(fault.setting) << ": " << fault.text << "\n";
  }
  for (const tls::TlsFault& warning : tls.warnings) {
    errors << draft.PlaceOf(warning.setting) << ": warning: " << warning.text << "\n";
  }
  if (!draft.faults().empty() || catalog.snapshot == nullptr || !tls.faults.empty()) {
    return kExitBadSettings;
  }
  out << SettingsText(draft.config());
  return kExitOk;
}

}  // namespace linkstat::app
