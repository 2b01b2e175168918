#include "agent/store/notifier.h"

#include <utility>

namespace linkstat::store {

void Notifier::Set(std::function<void()> callback) {
  std::unique_ptr<PeriodicThread> thread;
  if (callback != nullptr) {
    thread = std::make_unique<PeriodicThread>(
        PeriodicThread::Options{.name = "store-notices", .first = absl::InfiniteDuration()},
        [callback = std::move(callback)](bool /*woken*/) {
          callback();
          return absl::InfiniteDuration();
        });
  }
  {
    const MutexLock lock(&mutex_);
    thread_.swap(thread);
  }
  // The one before ends here, when its call has returned.
}

void Notifier::Notify() {
  const MutexLock lock(&mutex_);
  if (thread_ != nullptr) thread_->Wake();
}

}  // namespace linkstat::store
