#ifndef LINKSTAT_AGENT_APP_TIMED_STORE_H_
#define LINKSTAT_AGENT_APP_TIMED_STORE_H_

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>

#include "agent/store/file_watch.h"
#include "agent/store/store.h"
#include "agent/telemetry/call_metrics.h"
#include "agent/telemetry/metric_set.h"

namespace linkstat::app {

// How long the calls to a store took, and how many failed. Thread-safe.
class StoreMetrics {
 public:
  enum Operation { kWrite, kGet, kFindByKey, kScan, kLastRevision, kChangesAfter, kCheck, kCount };

  void Ended(Operation operation, bool ok, std::chrono::nanoseconds took);

  // What the store detected about its files.
  void FilesSeen(const store::FileLook& look);

  // Appends linkstat_store_operation_seconds and
  // linkstat_store_operation_failures_total, and of a store with files
  // linkstat_store_file_replaced and linkstat_store_wal_bytes.
  void Collect(telemetry::MetricFamilies& families) const;

 private:
  std::array<telemetry::LatencyHistogram, kCount> took_;
  std::array<std::atomic<uint64_t>, kCount> failed_{};
  // Negative: the store has no files.
  std::atomic<int64_t> log_bytes_ = -1;
  std::atomic<bool> file_replaced_ = false;
};

// `store` with its calls measured into `metrics`, which must outlive it.
std::unique_ptr<store::Store> MeasureStore(std::unique_ptr<store::Store> store,
                                           StoreMetrics* metrics);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_TIMED_STORE_H_
