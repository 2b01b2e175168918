#include "agent/app/refuse_settings.h"

#include "agent/app/exit_codes.h"

namespace linkstat::app {

int RefuseSettings(const SettingDraft& draft, const telemetry::Log& log) {
  for (const SettingFault& fault : draft.faults()) {
    log.Error("wrong setting", {{"place", fault.place}, {"fault", fault.text}});
  }
  return kExitBadSettings;
}

}  // namespace linkstat::app
