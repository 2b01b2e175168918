#ifndef LINKSTAT_TESTS_SUPPORT_FAKE_RANDOM_H_
#define LINKSTAT_TESTS_SUPPORT_FAKE_RANDOM_H_

#include <deque>
#include <mutex>
#include <string>
#include <utility>

#include "agent/base/random.h"

namespace linkstat::test {

// Randomness that a test knows: first what it asked for, then bytes that count
// up from call to call. Thread-safe.
class FakeRandom final : public Random {
 public:
  // The next calls fill their bytes with these, one each.
  void Push(char byte) {
    std::lock_guard lock(mutex_);
    next_.push_back(byte);
  }

  absl::StatusOr<std::string> Bytes(size_t size) override {
    std::lock_guard lock(mutex_);
    if (!next_.empty()) {
      const char byte = next_.front();
      next_.pop_front();
      return std::string(size, byte);
    }
    std::string bytes = std::to_string(++count_);
    bytes.resize(size, '.');
    return bytes;
  }

 private:
  std::mutex mutex_;
  std::deque<char> next_;
  int count_ = 0;
};

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_SUPPORT_FAKE_RANDOM_H_
