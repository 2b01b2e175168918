#ifndef LINKSTAT_TESTS_STORE_SIGNAL_H_
#define LINKSTAT_TESTS_STORE_SIGNAL_H_

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace linkstat::store {

// Something that happens on one thread and is waited for on another.
class Signal {
 public:
  void Set() {
    const std::lock_guard<std::mutex> lock(mutex_);
    set_ = true;
    changed_.notify_all();
  }

  // False when it did not happen within 30 seconds.
  bool Wait() {
    std::unique_lock<std::mutex> lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(30), [this] { return set_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool set_ = false;
};

}  // namespace linkstat::store

#endif  // LINKSTAT_TESTS_STORE_SIGNAL_H_
