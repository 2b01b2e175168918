#include "agent/app/check_config.h"

#include "agent/app/catalog_source.h"
#include "agent/app/exit_codes.h"
#include "agent/app/settings.h"

namespace linkstat::app {

int CheckConfig(const SettingDraft& draft, std::ostream& out, std::ostream& errors) {
  for (const SettingFault& fault : draft.faults()) {
    errors << fault.place << ": " << fault.text << "\n";
  }
  const catalog::LoadResult catalog = LoadFirstCatalog(draft.config());
  for (const v1::CatalogFault& fault : catalog.faults) {
    errors << catalog::FaultLine(draft.config().catalog(), fault) << "\n";
  }
  if (!draft.faults().empty() || catalog.snapshot == nullptr) return kExitBadSettings;
  out << SettingsText(draft.config());
  return kExitOk;
}

}  // namespace linkstat::app
