#include "agent/rpc/stream/keep_alive_timer.h"

namespace linkstat::rpc {

// A stream that spoke just after one tick is told at the next but one that it
// is alive, hence two ticks an interval.
KeepAliveTimer::KeepAliveTimer(StreamList* streams, absl::Duration keep_alive)
    : streams_(streams),
      tick_(keep_alive / 2),
      next_tick_(SteadyAfter(tick_)),
      thread_({.name = "keep-alive", .first = tick_}, [this](bool woken) { return Run(woken); }) {}

absl::Duration KeepAliveTimer::Run(bool woken) {
  if (woken) streams_->WakeAll();
  if (SteadyNow() >= next_tick_) {
    streams_->TickAll();
    next_tick_ = SteadyAfter(tick_);
  }
  return absl::FromChrono(next_tick_ - SteadyNow());
}

}  // namespace linkstat::rpc
