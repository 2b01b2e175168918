#include "agent/app/command/refuse_settings.h"

#include "agent/app/catalog_source.h"
#include "agent/app/exit_codes.h"
#include "agent/app/tls_source.h"

namespace linkstat::app {

int RefuseSettings(const ConfigBuilder& draft, const telemetry::Log& log) {
  for (const SettingFault& fault : draft.faults()) {
    log.Error("wrong setting", {{"place", fault.place}, {"fault", fault.text}});
  }
  return kExitBadSettings;
}

int RefuseStart(const ConfigBuilder& draft, const telemetry::Log& log) {
  LogCatalogFaults(draft.config(), LoadFirstCatalog(draft.config()), log);
  LogTlsFaults(LoadFirstTls(draft.config()), log);
  return RefuseSettings(draft, log);
}

}  // namespace linkstat::app
