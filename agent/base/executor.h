#ifndef LINKSTAT_AGENT_BASE_EXECUTOR_H_
#define LINKSTAT_AGENT_BASE_EXECUTOR_H_

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

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

  const size_t queue_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> tasks_;
  // As many as tasks_ has, so that a full queue costs whoever is refused, and the
  // threads, no lock.
  std::atomic<size_t> waiting_{0};
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace linkstat

#endif  // LINKSTAT_AGENT_BASE_EXECUTOR_H_
