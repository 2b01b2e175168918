#ifndef LINKSTAT_AGENT_APP_SYSTEMD_WATCHDOG_H_
#define LINKSTAT_AGENT_APP_SYSTEMD_WATCHDOG_H_

#include <functional>

#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "agent/app/systemd/service_manager.h"
#include "agent/base/periodic_thread.h"

namespace linkstat::app {

// Feeds the service manager's watchdog for as long as the agent passes its own
// check, so that a manager restarts an agent that hangs. Checks four times an
// interval, from the start on. A check that fails, or takes longer than half
// an interval, feeds nobody. Without a manager that waits it does nothing.
class Watchdog {
 public:
  // Whether the agent is well; to return within `timeout`. Called on the
  // watchdog's thread.
  using SelfCheck = std::function<bool(absl::Duration timeout)>;

  // `manager` must outlive the watchdog. Its destructor waits for the check that is
  // under way.
  Watchdog(const ServiceManager* manager, SelfCheck check);

 private:
  // Returns the pause until the next check.
  absl::Duration Check();

  const ServiceManager* const manager_;
  const SelfCheck check_;
  absl::optional<PeriodicThread> thread_;
};

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_SYSTEMD_WATCHDOG_H_
