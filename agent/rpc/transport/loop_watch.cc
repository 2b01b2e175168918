#include "agent/rpc/transport/loop_watch.h"

namespace linkstat::rpc {

void LoopWatch::TooLong(std::chrono::nanoseconds time) {
  using std::chrono::steady_clock;
  too_long_.fetch_add(1, std::memory_order_relaxed);
  int64_t longest = longest_.load(std::memory_order_relaxed);
  while (longest < time.count() &&
         !longest_.compare_exchange_weak(longest, time.count(), std::memory_order_relaxed)) {
  }
  if (time < kReported) return;
  const int64_t now = steady_clock::now().time_since_epoch() / std::chrono::nanoseconds(1);
  int64_t due = next_report_.load(std::memory_order_relaxed);
  constexpr int64_t kPause = std::chrono::nanoseconds(std::chrono::seconds(1)).count();
  if (now < due || !next_report_.compare_exchange_strong(due, now + kPause)) return;
  log_->Warning("event loop blocked", {{"milliseconds", time}});
}

void LoopWatch::Collect(telemetry::MetricFamilies& families) const {
  telemetry::AddCounter("linkstat_event_loop_long_steps_total",
                        "Event loop steps that took longer than a millisecond.",
                        static_cast<double>(too_long_.load(std::memory_order_relaxed)), families);
  telemetry::AddGauge(
      "linkstat_event_loop_longest_step_seconds", "The longest event loop step since the start.",
      static_cast<double>(longest_.load(std::memory_order_relaxed)) / 1e9, families);
}

}  // namespace linkstat::rpc
