#ifndef LINKSTAT_AGENT_SERVICE_STORE_HEALTH_H_
#define LINKSTAT_AGENT_SERVICE_STORE_HEALTH_H_

#include <functional>
#include <utility>

#include "absl/status/status.h"
#include "agent/base/mutex.h"

namespace linkstat::service {

// Whether the store serves, as its callers detected. Thread-safe.
class StoreHealth {
 public:
  // `changed` is called for each change with OK or the failure (its message is
  // for the log only), on the thread that detected it, one call at a time. It must
  // be quick and must not call this object. May be null.
  explicit StoreHealth(std::function<void(const absl::Status&)> changed)
      : changed_(std::move(changed)) {}

  // A call to the store failed with `status`.
  void Failed(const absl::Status& status) {
    const MutexLock lock(&mutex_);
    if (std::exchange(healthy_, false) && changed_) changed_(status);
  }

  // The store was checked and can serve again.
  void Recovered() {
    const MutexLock lock(&mutex_);
    if (!std::exchange(healthy_, true) && changed_) changed_(absl::OkStatus());
  }

  bool healthy() const {
    const MutexLock lock(&mutex_);
    return healthy_;
  }

 private:
  const std::function<void(const absl::Status&)> changed_;
  mutable Mutex mutex_;
  bool healthy_ ABSL_GUARDED_BY(mutex_) = true;
};

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_STORE_HEALTH_H_
