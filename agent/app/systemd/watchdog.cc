#include "agent/app/systemd/watchdog.h"

#include <utility>

#include "agent/base/deadline.h"

namespace linkstat::app {

Watchdog::Watchdog(const ServiceManager* manager, SelfCheck check)
    : manager_(manager), check_(std::move(check)) {
  if (manager_->watchdog_interval() > absl::ZeroDuration()) {
    thread_.emplace(PeriodicThread::Options{.name = "watchdog"},
                    [this](bool /*woken*/) { return Check(); });
  }
}

absl::Duration Watchdog::Check() {
  const absl::Duration timeout = manager_->watchdog_interval() / 2;
  const Deadline end(timeout);
  // A feed that the manager did not get is made good by the next, and is the
  // manager's to act on otherwise.
  if (check_(timeout) && !end.Passed()) manager_->FeedWatchdog().IgnoreError();
  return timeout / 2;
}

}  // namespace linkstat::app
