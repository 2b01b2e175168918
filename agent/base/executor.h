#ifndef LINKSTAT_AGENT_BASE_EXECUTOR_H_
#define LINKSTAT_AGENT_BASE_EXECUTOR_H_

#include <cstddef>
#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace linkstat {

// A fixed number of threads for work that blocks on a disk or a network, and a
// bounded queue before them. Thread-safe.
class Executor {
 public:
  // `threads` is at least 1; `queue` is how many tasks may wait for a thread.
  Executor(int threads, size_t queue);

  // Runs what waits, then ends the threads. Must not run on one of them.
  ~Executor();

  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  // Runs `task` later on one of the threads. False, and the task never runs,
  // when the queue is full: the caller tells its own caller to come back.
  [[nodiscard]] bool TryRun(std::function<void()> task);

 private:
  void Work();
  bool HasWork() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return stopping_ || !tasks_.empty(); }

  const size_t queue_;
  absl::Mutex mutex_;
  std::deque<std::function<void()>> tasks_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace linkstat

#endif  // LINKSTAT_AGENT_BASE_EXECUTOR_H_
