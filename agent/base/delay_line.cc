#include "agent/base/delay_line.h"

#include <utility>

namespace linkstat {
namespace {

// Of the delay: tasks that come this close together wake the thread once.
constexpr int kTogether = 20;

}  // namespace

DelayLine::DelayLine(std::chrono::milliseconds delay, size_t most)
    : delay_(delay), most_(most), thread_([this] { Work(); }) {}

DelayLine::~DelayLine() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void DelayLine::Run(std::function<void()> task) {
  {
    const std::lock_guard lock(mutex_);
    if (tasks_.size() < most_) {
      tasks_.push_back({Clock::now() + delay_, std::move(task)});
      if (tasks_.size() == 1) wake_.notify_one();
      return;
    }
  }
  task();
}

std::deque<DelayLine::Task> DelayLine::TakeDue() {
  if (stopping_) return std::exchange(tasks_, {});
  std::deque<Task> due;
  const Clock::time_point now = Clock::now();
  while (!tasks_.empty() && tasks_.front().due <= now) {
    due.push_back(std::move(tasks_.front()));
    tasks_.pop_front();
  }
  return due;
}

void DelayLine::Work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return stopping_ || !tasks_.empty(); });
    if (tasks_.empty()) return;
    wake_.wait_until(lock, tasks_.front().due + delay_ / kTogether, [this] { return stopping_; });
    std::deque<Task> due = TakeDue();
    lock.unlock();
    for (Task& task : due) task.run();
    lock.lock();
  }
}

}  // namespace linkstat
