#include "agent/telemetry/latency_histogram.h"

#include <algorithm>
#include <limits>

namespace linkstat::telemetry {

void LatencyHistogram::Observe(std::chrono::nanoseconds took) {
  const auto bound = std::find_if(kBoundsUs.begin(), kBoundsUs.end(), [took](int64_t us) {
    return took <= std::chrono::microseconds(us);
  });
  Counts& counts = counts_.Mine();
  counts.buckets[static_cast<size_t>(bound - kBoundsUs.begin())].fetch_add(
      1, std::memory_order_relaxed);
  counts.nanoseconds.fetch_add(static_cast<uint64_t>(std::max<int64_t>(took.count(), 0)),
                               std::memory_order_relaxed);
}

prometheus::ClientMetric::Histogram LatencyHistogram::Read() const {
  std::array<uint64_t, kBoundsUs.size() + 1> sums{};
  uint64_t nanoseconds = 0;
  counts_.ForEach([&](const Counts& counts) {
    for (size_t i = 0; i < sums.size(); ++i) {
      sums[i] += counts.buckets[i].load(std::memory_order_relaxed);
    }
    nanoseconds += counts.nanoseconds.load(std::memory_order_relaxed);
  });
  prometheus::ClientMetric::Histogram histogram;
  for (size_t i = 0; i < sums.size(); ++i) {
    histogram.sample_count += sums[i];
    const double bound = i < kBoundsUs.size() ? static_cast<double>(kBoundsUs[i]) / 1e6
                                              : std::numeric_limits<double>::infinity();
    histogram.bucket.push_back({histogram.sample_count, bound});
  }
  histogram.sample_sum = static_cast<double>(nanoseconds) / 1e9;
  return histogram;
}

}  // namespace linkstat::telemetry
