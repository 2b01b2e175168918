#include "agent/app/systemd/watchdog.h"

#include <utility>

#include "agent/base/deadline.h"

namespace linkstat::app {

Watchdog::Watchdog(const ServiceManager* manager, SelfCheck check)
    : manager_(manager), check_(std::move(check)) {
  if (manager_->watchdog_interval() > absl::ZeroDuration()) {
    thread_ = std::thread([this] { Run(); });
  }
}

Watchdog::~Watchdog() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    end_ = true;
  }
  ended_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Watchdog::Run() {
  const absl::Duration timeout = manager_->watchdog_interval() / 2;
  do {
    const Deadline end(timeout);
    // A feed that the manager did not get is made good by the next, and is the
    // manager's to act on otherwise.
    if (check_(timeout) && !end.Passed()) manager_->FeedWatchdog().IgnoreError();
  } while (Pause(timeout / 2));
}

bool Watchdog::Pause(absl::Duration time) {
  std::unique_lock<std::mutex> lock(mutex_);
  return !ended_.wait_for(lock, absl::ToChronoNanoseconds(time), [this] { return end_; });
}

}  // namespace linkstat::app
