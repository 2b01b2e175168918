#ifndef LINKSTAT_AGENT_APP_SYSTEMD_WATCHDOG_H_
#define LINKSTAT_AGENT_APP_SYSTEMD_WATCHDOG_H_

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "absl/time/time.h"
#include "agent/app/systemd/service_manager.h"

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

  // `manager` must outlive the watchdog.
  Watchdog(const ServiceManager* manager, SelfCheck check);

  // Waits for the check that is under way.
  ~Watchdog();

 private:
  void Run();
  // False when the thread is to end.
  bool Pause(absl::Duration time);

  const ServiceManager* const manager_;
  const SelfCheck check_;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool end_ = false;
  std::thread thread_;
};

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_SYSTEMD_WATCHDOG_H_
