#ifndef LINKSTAT_AGENT_BASE_DELAY_LINE_H_
#define LINKSTAT_AGENT_BASE_DELAY_LINE_H_

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace linkstat {

// Runs tasks a fixed time after they come, in their order, on a thread of its own.
// Thread-safe.
class DelayLine {
 public:
  // At most `most` tasks wait.
  DelayLine(std::chrono::milliseconds delay, size_t most);

  // Runs at once what waits.
  ~DelayLine();

  DelayLine(const DelayLine&) = delete;
  DelayLine& operator=(const DelayLine&) = delete;

  // Runs `task` after the delay, or up to a twentieth of it later; here and now when
  // as many wait as may.
  void Run(std::function<void()> task);

 private:
  using Clock = std::chrono::steady_clock;
  struct Task {
    Clock::time_point due;
    std::function<void()> run;
  };

  void Work();
  std::deque<Task> TakeDue();

  const std::chrono::milliseconds delay_;
  const size_t most_;
  std::mutex mutex_;
  std::condition_variable wake_;
  // By the time that they are due.
  std::deque<Task> tasks_;
  bool stopping_ = false;
  // The last member: it uses the others.
  std::thread thread_;
};

}  // namespace linkstat

#endif  // LINKSTAT_AGENT_BASE_DELAY_LINE_H_
