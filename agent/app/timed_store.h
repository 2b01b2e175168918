#ifndef LINKSTAT_AGENT_APP_TIMED_STORE_H_
#define LINKSTAT_AGENT_APP_TIMED_STORE_H_

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>

#include "agent/store/store.h"
#include "agent/telemetry/latency_histogram.h"
#include "agent/telemetry/metric_set.h"

namespace linkstat::app {

// How long the calls to a store took, and how many failed. Thread-safe.
class StoreMetrics {
 public:
  enum Operation { kWrite, kGet, kFindByKey, kScan, kLastRevision, kChangesAfter, kCheck, kCount };

  void Ended(Operation operation, bool ok, std::chrono::nanoseconds took);

  // Appends linkstat_store_operation_seconds and
  // linkstat_store_operation_failures_total.
  void Collect(telemetry::MetricFamilies& families) const;

 private:
  std::array<telemetry::LatencyHistogram, kCount> took_;
  std::array<std::atomic<uint64_t>, kCount> failed_{};
};

// `store` with its calls measured into `metrics`, which must outlive it.
std::unique_ptr<store::Store> MeasureStore(std::unique_ptr<store::Store> store,
                                           StoreMetrics* metrics);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_TIMED_STORE_H_
