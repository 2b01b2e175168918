#ifndef LINKSTAT_AGENT_RPC_TRANSPORT_LOOP_WATCH_H_
#define LINKSTAT_AGENT_RPC_TRANSPORT_LOOP_WATCH_H_

#include <atomic>
#include <chrono>
#include <cstdint>

#include "agent/telemetry/log.h"
#include "agent/telemetry/metric_set.h"

namespace linkstat::rpc {

// Measures for how long single steps of the agent's own code hold an event loop; what
// gRPC does in between (HTTP/2, handshakes) is not measured. Thread-safe.
class LoopWatch {
 public:
  // A step that takes longer counts as too long.
  static constexpr std::chrono::nanoseconds kBound = std::chrono::milliseconds(1);
  // From here on the log reports it as well, at most once a second.
  static constexpr std::chrono::nanoseconds kReported = std::chrono::milliseconds(50);

  // `log` must outlive the watch.
  explicit LoopWatch(const telemetry::Log* log) : log_(log) {}

  // A step has held a loop for `time`.
  void Held(std::chrono::nanoseconds time) {
    if (time > kBound) TooLong(time);
  }

  // Appends how many steps took too long, and how long the longest took.
  void Collect(telemetry::MetricFamilies& families) const;

 private:
  void TooLong(std::chrono::nanoseconds time);

  const telemetry::Log* const log_;
  std::atomic<uint64_t> too_long_{0};
  std::atomic<int64_t> longest_{0};
  // When the log may report the next step, in nanoseconds of the steady clock.
  std::atomic<int64_t> next_report_{0};
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_TRANSPORT_LOOP_WATCH_H_
