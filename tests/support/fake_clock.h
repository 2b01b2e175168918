#ifndef LINKSTAT_TESTS_SUPPORT_FAKE_CLOCK_H_
#define LINKSTAT_TESTS_SUPPORT_FAKE_CLOCK_H_

#include <mutex>

#include "absl/time/time.h"
#include "agent/base/clock.h"

namespace linkstat::test {

// A clock that stands still until it is told otherwise. Thread-safe.
class FakeClock final : public Clock {
 public:
  explicit FakeClock(absl::Time now) : now_(now) {}

  absl::Time Now() const override {
    std::lock_guard lock(mutex_);
    return now_;
  }

  void Advance(absl::Duration duration) {
    std::lock_guard lock(mutex_);
    now_ += duration;
  }

 private:
  mutable std::mutex mutex_;
  absl::Time now_;
};

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_SUPPORT_FAKE_CLOCK_H_
