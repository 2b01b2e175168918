#ifndef LINKSTAT_AGENT_RPC_STREAM_KEEP_ALIVE_TIMER_H_
#define LINKSTAT_AGENT_RPC_STREAM_KEEP_ALIVE_TIMER_H_

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "absl/time/time.h"
#include "agent/rpc/stream/stream_list.h"

namespace linkstat::rpc {

// Keeps a list of streams going, with one thread for all of them. Thread-safe.
class KeepAliveTimer {
 public:
  // No stream of `streams` is silent for longer than `keep_alive`. `streams`
  // must outlive the pacer.
  KeepAliveTimer(StreamList* streams, absl::Duration keep_alive);
  ~KeepAliveTimer();

  KeepAliveTimer(const KeepAliveTimer&) = delete;
  KeepAliveTimer& operator=(const KeepAliveTimer&) = delete;

  // Has the streams look for what is new. Returns at once.
  void WakeStreams();

 private:
  void Run();

  StreamList* const streams_;
  const std::chrono::nanoseconds tick_;

  std::mutex mutex_;
  std::condition_variable wake_up_;
  bool changed_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_STREAM_KEEP_ALIVE_TIMER_H_
