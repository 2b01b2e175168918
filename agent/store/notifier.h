#ifndef LINKSTAT_AGENT_STORE_NOTIFIER_H_
#define LINKSTAT_AGENT_STORE_NOTIFIER_H_

#include <functional>
#include <memory>

#include "agent/base/mutex.h"
#include "agent/base/periodic_thread.h"

namespace linkstat::store {

// Carries out Store::OnWrite: one thread that calls the callback once for one
// or several notices. Destruction waits for a call that runs; notices not yet passed
// on are dropped. Thread-safe.
class Notifier {
 public:
  // As Store::OnWrite.
  void Set(std::function<void()> callback) ABSL_LOCKS_EXCLUDED(mutex_);

  // There was a write. Returns at once.
  void Notify() ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  Mutex mutex_;
  // Calls the callback; null when there is none.
  std::unique_ptr<PeriodicThread> thread_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace linkstat::store

#endif  // LINKSTAT_AGENT_STORE_NOTIFIER_H_
