#ifndef LINKSTAT_AGENT_BASE_EXECUTOR_H_
#define LINKSTAT_AGENT_BASE_EXECUTOR_H_

#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

#include "agent/base/batch_executor.h"

namespace linkstat {

// A fixed number of threads for work that blocks on a disk or a network, and a
// bounded queue before them. Thread-safe.
class Executor {
 public:
  // `name` is as of StartThread; `threads` is at least 1; `queue` is how many tasks may
  // wait for a thread.
  Executor(const char* name, int threads, size_t queue)
      : tasks_({.name = name,
                .threads = threads,
                .most = static_cast<size_t>(threads) + queue,
                .most_together = 1},
               [](std::vector<std::function<void()>> tasks) { tasks.front()(); }) {}

  // Runs `task` later on one of the threads. Returns false, and the task never runs, when
  // the queue is full. The destructor runs what waits.
  [[nodiscard]] bool TryRun(std::function<void()> task) { return tasks_.TryAdd(std::move(task)); }

 private:
  BatchExecutor<std::function<void()>> tasks_;
};

}  // namespace linkstat

#endif  // LINKSTAT_AGENT_BASE_EXECUTOR_H_
