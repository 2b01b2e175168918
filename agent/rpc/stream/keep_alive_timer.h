#ifndef LINKSTAT_AGENT_RPC_STREAM_KEEP_ALIVE_TIMER_H_
#define LINKSTAT_AGENT_RPC_STREAM_KEEP_ALIVE_TIMER_H_

#include "absl/time/time.h"
#include "agent/base/deadline.h"
#include "agent/base/periodic_thread.h"
#include "agent/rpc/stream/stream_list.h"

namespace linkstat::rpc {

// Keeps a list of streams going, with one thread for all of them. Thread-safe.
class KeepAliveTimer {
 public:
  // No stream of `streams` is silent for longer than `keep_alive`. `streams`
  // must outlive the timer.
  KeepAliveTimer(StreamList* streams, absl::Duration keep_alive);

  // Has the streams look for what is new. Returns at once.
  void WakeStreams() { thread_.Wake(); }

 private:
  // Returns the time until the next tick.
  absl::Duration Run(bool woken);

  StreamList* const streams_;
  const absl::Duration tick_;
  // Of the thread.
  SteadyTime next_tick_;
  // The last member: it uses the others.
  PeriodicThread thread_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_STREAM_KEEP_ALIVE_TIMER_H_
