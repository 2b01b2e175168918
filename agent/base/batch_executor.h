#ifndef LINKSTAT_AGENT_BASE_BATCH_EXECUTOR_H_
#define LINKSTAT_AGENT_BASE_BATCH_EXECUTOR_H_

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace linkstat {

// A few threads for work that blocks and is cheaper together: each takes all that
// waits, so that what comes while the others work is the next batch. Thread-safe.
template <typename Item>
class BatchExecutor {
 public:
  using Work = std::function<void(std::vector<Item>)>;

  // `threads` is at least 1; at most `most` items wait or are worked on. `work` runs
  // on several threads at a time, and gets at least one item, oldest first.
  BatchExecutor(int threads, size_t most, Work work) : most_(most), work_(std::move(work)) {
    for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Run(); });
  }

  // Works on what waits, then ends the threads. Must not run on one of them.
  ~BatchExecutor() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  BatchExecutor(const BatchExecutor&) = delete;
  BatchExecutor& operator=(const BatchExecutor&) = delete;

  // Works on an item later. False when `most` wait or are worked on; that
  // costs no lock.
  [[nodiscard]] bool TryAdd(Item item) {
    if (taken_.fetch_add(1, std::memory_order_relaxed) >= most_) {
      taken_.fetch_sub(1, std::memory_order_relaxed);
      return false;
    }
    {
      const std::lock_guard lock(mutex_);
      waiting_.push_back(std::move(item));
    }
    wake_.notify_one();
    return true;
  }

 private:
  void Run() {
    std::unique_lock lock(mutex_);
    for (;;) {
      wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      std::vector<Item> batch = std::exchange(waiting_, {});
      lock.unlock();
      const size_t size = batch.size();
      work_(std::move(batch));
      taken_.fetch_sub(size, std::memory_order_relaxed);
      lock.lock();
    }
  }

  const size_t most_;
  const Work work_;
  std::atomic<size_t> taken_{0};
  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<Item> waiting_;
  bool stopping_ = false;
  // The last member: they use the others.
  std::vector<std::thread> threads_;
};

}  // namespace linkstat

#endif  // LINKSTAT_AGENT_BASE_BATCH_EXECUTOR_H_
