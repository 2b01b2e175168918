#include "agent/base/periodic_thread.h"

#include <algorithm>
#include <utility>

#include "agent/base/deadline.h"
#include "agent/base/mutex.h"
#include "agent/base/thread.h"

namespace linkstat {

struct PeriodicThread::State {
  State(const Options& given, Run function)
      : rest(given.rest), run(std::move(function)), due(SteadyAfter(given.first)) {}

  void Loop();
  void AwaitDue() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex);

  const absl::Duration rest;
  const Run run;

  Mutex mutex;
  CondVar changed;
  SteadyTime due ABSL_GUARDED_BY(mutex);
  SteadyTime rested ABSL_GUARDED_BY(mutex);
  bool woken ABSL_GUARDED_BY(mutex) = false;
  // Ends before the next run; ends after it.
  bool stop ABSL_GUARDED_BY(mutex) = false;
  bool finish ABSL_GUARDED_BY(mutex) = false;
  bool ended ABSL_GUARDED_BY(mutex) = false;
};

void PeriodicThread::State::AwaitDue() {
  while (!stop && !finish) {
    const SteadyTime next = std::max(due, rested);
    if (next <= SteadyNow()) return;
    changed.WaitUntil(&mutex, next);
  }
}

void PeriodicThread::State::Loop() {
  mutex.Lock();
  for (AwaitDue(); !stop; AwaitDue()) {
    const bool last = finish;
    const bool by_wake = std::exchange(woken, false);
    due = SteadyAfter(absl::InfiniteDuration());
    mutex.Unlock();
    const absl::Duration pause = run(by_wake);
    mutex.Lock();
    due = std::min(due, SteadyAfter(pause));
    rested = SteadyAfter(rest);
    if (last) break;
  }
  ended = true;
  changed.SignalAll();
  mutex.Unlock();
}

PeriodicThread::PeriodicThread(const Options& options, Run run)
    : state_(std::make_shared<State>(options, std::move(run))),
      thread_(StartThread(options.name, [state = state_] { state->Loop(); })) {}

PeriodicThread::~PeriodicThread() {
  {
    const MutexLock lock(&state_->mutex);
    state_->stop = true;
  }
  state_->changed.SignalAll();
}

void PeriodicThread::Wake(absl::Duration within) {
  const SteadyTime due = within > absl::ZeroDuration() ? SteadyAfter(within) : SteadyTime();
  {
    const MutexLock lock(&state_->mutex);
    state_->woken = true;
    if (state_->due <= due) return;
    state_->due = due;
  }
  state_->changed.SignalAll();
}

bool PeriodicThread::Finish(absl::Duration patience) {
  const SteadyTime end = SteadyAfter(patience);
  const MutexLock lock(&state_->mutex);
  state_->finish = true;
  state_->changed.SignalAll();
  while (!state_->ended) {
    if (!state_->changed.WaitUntil(&state_->mutex, end)) continue;
    if (state_->ended) break;
    state_->stop = true;
    thread_.detach();
    return false;
  }
  return true;
}

}  // namespace linkstat
