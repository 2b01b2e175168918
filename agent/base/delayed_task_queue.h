#ifndef LINKSTAT_AGENT_BASE_DELAYED_TASK_QUEUE_H_
#define LINKSTAT_AGENT_BASE_DELAYED_TASK_QUEUE_H_

#include <cstddef>
#include <deque>
#include <functional>

#include "absl/time/time.h"
#include "agent/base/mutex.h"
#include "agent/base/periodic_thread.h"

namespace linkstat {

// Runs tasks a fixed time after they come, in their order, on a thread of its own.
// Thread-safe.
class DelayedTaskQueue {
 public:
  // At most `most` tasks wait. `name` is as of StartThread.
  DelayedTaskQueue(const char* name, absl::Duration delay, size_t most);

  // Runs at once what waits.
  ~DelayedTaskQueue();

  // Runs `task` after the delay, or up to a twentieth of it later. Runs it at once, on
  // the calling thread, when the queue is full.
  void Run(std::function<void()> task) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Task {
    SteadyTime due;
    std::function<void()> run;
  };

  // Returns the time until there are more.
  absl::Duration RunDue() ABSL_LOCKS_EXCLUDED(mutex_);
  std::deque<Task> TakeDue() ABSL_LOCKS_EXCLUDED(mutex_);

  const absl::Duration delay_;
  const size_t most_;
  Mutex mutex_;
  // By the time at which they are due.
  std::deque<Task> tasks_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  // The last member: it uses the others.
  PeriodicThread thread_;
};

}  // namespace linkstat

#endif  // LINKSTAT_AGENT_BASE_DELAYED_TASK_QUEUE_H_
