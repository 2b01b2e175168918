#include "agent/rpc/stream/keep_alive_timer.h"

#include <utility>

namespace linkstat::rpc {

// A stream that spoke just after one tick is told at the next but one that it
// is alive, hence two ticks an interval.
KeepAliveTimer::KeepAliveTimer(StreamList* streams, absl::Duration keep_alive)
    : streams_(streams),
      tick_(absl::ToChronoNanoseconds(keep_alive / 2)),
      thread_([this] { Run(); }) {}

KeepAliveTimer::~KeepAliveTimer() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
    wake_up_.notify_one();
  }
  thread_.join();
}

void KeepAliveTimer::WakeStreams() {
  const std::lock_guard<std::mutex> lock(mutex_);
  changed_ = true;
  wake_up_.notify_one();
}

void KeepAliveTimer::Run() {
  auto next_tick = std::chrono::steady_clock::now() + tick_;
  std::unique_lock<std::mutex> lock(mutex_);
  while (!stopping_) {
    wake_up_.wait_until(lock, next_tick, [this] { return changed_ || stopping_; });
    const bool changed = std::exchange(changed_, false);
    lock.unlock();
    if (changed) streams_->WakeAll();
    if (const auto now = std::chrono::steady_clock::now(); now >= next_tick) {
      streams_->TickAll();
      next_tick = now + tick_;
    }
    lock.lock();
  }
}

}  // namespace linkstat::rpc
