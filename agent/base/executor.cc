#include "agent/base/executor.h"

#include <utility>

namespace linkstat {

Executor::Executor(int threads, size_t queue) : queue_(queue) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Work(); });
}

Executor::~Executor() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  for (std::thread& thread : threads_) thread.join();
}

bool Executor::TryRun(std::function<void()> task) {
  absl::MutexLock lock(&mutex_);
  if (tasks_.size() >= queue_) return false;
  tasks_.push_back(std::move(task));
  return true;
}

void Executor::Work() {
  for (;;) {
    std::function<void()> task;
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(this, &Executor::HasWork));
      if (tasks_.empty()) return;
      task = std::move(tasks_.front());
      tasks_.pop_front();
    }
    task();
  }
}

}  // namespace linkstat
