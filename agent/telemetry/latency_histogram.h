#ifndef LINKSTAT_AGENT_TELEMETRY_LATENCY_HISTOGRAM_H_
#define LINKSTAT_AGENT_TELEMETRY_LATENCY_HISTOGRAM_H_

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>

#include "agent/telemetry/striped.h"
#include "prometheus/client_metric.h"

namespace linkstat::telemetry {

// How long things took, in buckets from 25 µs to 10 s. prometheus-cpp's own
// histogram takes a lock for each observation; this one adds to counters.
// Thread-safe.
class LatencyHistogram {
 public:
  void Observe(std::chrono::nanoseconds took);

  // The buckets so far, in seconds. What is observed meanwhile may be in a part
  // of them.
  prometheus::ClientMetric::Histogram Read() const;

 private:
  // The upper bounds of the buckets but the last, which has none.
  static constexpr std::array<int64_t, 17> kBoundsUs = {
      25,     50,     100,     250,     500,     1'000,     2'500,     5'000,     10'000,
      25'000, 50'000, 100'000, 250'000, 500'000, 1'000'000, 2'500'000, 10'000'000};

  struct Counts {
    std::array<std::atomic<uint64_t>, kBoundsUs.size() + 1> buckets{};
    std::atomic<uint64_t> nanoseconds{0};
  };

  Striped<Counts> counts_;
};

}  // namespace linkstat::telemetry

#endif  // LINKSTAT_AGENT_TELEMETRY_LATENCY_HISTOGRAM_H_
