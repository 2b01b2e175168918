#include "agent/base/delayed_task_queue.h"

#include <utility>

namespace linkstat {
namespace {

// Of the delay: tasks that come this close together wake the thread once.
constexpr int kTogether = 20;

}  // namespace

DelayedTaskQueue::DelayedTaskQueue(const char* name, absl::Duration delay, size_t most)
    : delay_(delay),
      most_(most),
      thread_({.name = name, .first = absl::InfiniteDuration()},
              [this](bool /*woken*/) { return RunDue(); }) {}

DelayedTaskQueue::~DelayedTaskQueue() {
  {
    const MutexLock lock(&mutex_);
    stopping_ = true;
  }
  thread_.Finish(absl::InfiniteDuration());
}

void DelayedTaskQueue::Run(std::function<void()> task) {
  {
    const MutexLock lock(&mutex_);
    if (tasks_.size() < most_) {
      tasks_.push_back({SteadyAfter(delay_), std::move(task)});
      if (tasks_.size() == 1) thread_.Wake(delay_ + delay_ / kTogether);
      return;
    }
  }
  task();
}

std::deque<DelayedTaskQueue::Task> DelayedTaskQueue::TakeDue() {
  const MutexLock lock(&mutex_);
  if (stopping_) return std::exchange(tasks_, {});
  std::deque<Task> due;
  const SteadyTime now = SteadyNow();
  while (!tasks_.empty() && tasks_.front().due <= now) {
    due.push_back(std::move(tasks_.front()));
    tasks_.pop_front();
  }
  return due;
}

absl::Duration DelayedTaskQueue::RunDue() {
  for (Task& task : TakeDue()) task.run();
  const MutexLock lock(&mutex_);
  if (tasks_.empty()) return absl::InfiniteDuration();
  return absl::FromChrono(tasks_.front().due - SteadyNow()) + delay_ / kTogether;
}

}  // namespace linkstat
