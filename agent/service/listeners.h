#ifndef LINKSTAT_AGENT_SERVICE_LISTENERS_H_
#define LINKSTAT_AGENT_SERVICE_LISTENERS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <utility>

#include "agent/base/mutex.h"

namespace linkstat::service {

// Callbacks that want to know of something. Thread-safe; must outlive its
// subscriptions.
class Listeners {
 public:
  // Ends with its life; then the callback neither runs nor will run. Must not
  // be destroyed by the callback.
  class Subscription {
   public:
    ~Subscription() {
      const MutexLock lock(&listeners_->mutex_);
      listeners_->callbacks_.erase(id_);
    }
    Subscription(const Subscription&) = delete;
    Subscription& operator=(const Subscription&) = delete;

   private:
    friend class Listeners;
    Subscription(Listeners* listeners, uint64_t id) : listeners_(listeners), id_(id) {}

    Listeners* const listeners_;
    const uint64_t id_;
  };

  // `callback` must be quick and must not subscribe.
  std::unique_ptr<Subscription> Add(std::function<void()> callback) {
    const MutexLock lock(&mutex_);
    callbacks_.emplace(++last_id_, std::move(callback));
    return std::unique_ptr<Subscription>(new Subscription(this, last_id_));
  }

  void Notify() {
    const MutexLock lock(&mutex_);
    for (const auto& [id, callback] : callbacks_) callback();
  }

 private:
  Mutex mutex_;
  std::map<uint64_t, std::function<void()>> callbacks_ ABSL_GUARDED_BY(mutex_);
  uint64_t last_id_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_LISTENERS_H_
