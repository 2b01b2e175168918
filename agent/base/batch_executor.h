#ifndef LINKSTAT_AGENT_BASE_BATCH_EXECUTOR_H_
#define LINKSTAT_AGENT_BASE_BATCH_EXECUTOR_H_

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <deque>
#include <functional>
#include <iterator>
#include <thread>
#include <utility>
#include <vector>

#include "agent/base/mutex.h"
#include "agent/base/thread.h"

namespace linkstat {

struct BatchExecutorOptions {
  // Of its threads; as of StartThread.
  const char* name;
  // At least 1.
  int threads;
  // So many items wait or are worked on at most.
  size_t most;
  // So many items are worked on together at most.
  size_t most_together = SIZE_MAX;
  // Whether a batch is taken only after the work on the one before has called EndTurn.
  bool in_turns = false;
};

// A few threads for work that blocks and is cheaper together: each takes all that
// waits, so that what comes while the others work is the next batch. In turns, one thread
// can still be at the end of its batch while the next one begins: no batch is taken before
// it can be worked on, so that it is as large as can be. Thread-safe.
template <typename Item>
class BatchExecutor {
 public:
  using Work = std::function<void(std::vector<Item>)>;

  // `work` runs on several threads at a time, and gets at least one item, oldest first.
  BatchExecutor(const BatchExecutorOptions& options, Work work)
      : options_(options), work_(std::move(work)) {
    for (int i = 0; i < options_.threads; ++i) {
      threads_.push_back(StartThread(options_.name, [this] { Run(); }));
    }
  }

  // Works on what waits, then ends the threads. Must not run on one of them.
  ~BatchExecutor() {
    {
      const MutexLock lock(&mutex_);
      stopping_ = true;
    }
    changed_.SignalAll();
  }

  BatchExecutor(const BatchExecutor&) = delete;
  BatchExecutor& operator=(const BatchExecutor&) = delete;

  // Works on an item later. Returns false when the number of waiting and current
  // items is at its bound; that takes no lock.
  [[nodiscard]] bool TryAdd(Item item) ABSL_LOCKS_EXCLUDED(mutex_) {
    if (taken_.fetch_add(1, std::memory_order_relaxed) >= options_.most) {
      taken_.fetch_sub(1, std::memory_order_relaxed);
      return false;
    }
    bool can_be_taken;
    {
      const MutexLock lock(&mutex_);
      waiting_.push_back(std::move(item));
      can_be_taken = !turn_taken_;
    }
    if (can_be_taken) changed_.Signal();
    return true;
  }

  // With `in_turns`, to be called by `work` once for each batch: the next one can be taken.
  void EndTurn() ABSL_LOCKS_EXCLUDED(mutex_) {
    {
      const MutexLock lock(&mutex_);
      turn_taken_ = false;
    }
    changed_.Signal();
  }

 private:
  void Run() ABSL_LOCKS_EXCLUDED(mutex_) {
    for (std::vector<Item> batch = Take(); !batch.empty(); batch = Take()) {
      const size_t size = batch.size();
      work_(std::move(batch));
      taken_.fetch_sub(size, std::memory_order_relaxed);
    }
  }

  // Waits for items; returns none when it is to end.
  std::vector<Item> Take() ABSL_LOCKS_EXCLUDED(mutex_) {
    const MutexLock lock(&mutex_);
    while (waiting_.empty() ? !stopping_ : turn_taken_) changed_.Wait(&mutex_);
    turn_taken_ = options_.in_turns && !waiting_.empty();
    const auto end = waiting_.begin() + std::min(options_.most_together, waiting_.size());
    std::vector<Item> batch(std::make_move_iterator(waiting_.begin()),
                            std::make_move_iterator(end));
    waiting_.erase(waiting_.begin(), end);
    return batch;
  }

  const BatchExecutorOptions options_;
  const Work work_;
  std::atomic<size_t> taken_{0};
  Mutex mutex_;
  CondVar changed_;
  std::deque<Item> waiting_ ABSL_GUARDED_BY(mutex_);
  bool turn_taken_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  // The last member: they use the others.
  std::vector<std::jthread> threads_;
};

}  // namespace linkstat

#endif  // LINKSTAT_AGENT_BASE_BATCH_EXECUTOR_H_
