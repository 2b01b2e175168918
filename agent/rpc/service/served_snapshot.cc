#include "agent/rpc/service/served_snapshot.h"

#include <utility>

namespace linkstat::rpc {

ServedSnapshots::ServedSnapshots(catalog::Registry* registry)
    : registry_(registry),
      newest_(std::make_shared<ServedSnapshot>(registry->Current(), &counts_)),
      subscription_(registry->Subscribe([this] { Current(); })) {}

std::shared_ptr<ServedSnapshot> ServedSnapshots::Current() {
  // Destroyed without the lock.
  std::shared_ptr<ServedSnapshot> replaced;
  const MutexLock lock(&mutex_);
  core::SnapshotPtr served = registry_->Current();
  if (newest_->snapshot != served) {
    replaced =
        std::exchange(newest_, std::make_shared<ServedSnapshot>(std::move(served), &counts_));
  }
  return newest_;
}

void ServedSnapshots::Collect(telemetry::MetricFamilies& families) const {
  const auto value = [](const std::atomic<uint64_t>& count) {
    return static_cast<double>(count.load(std::memory_order_relaxed));
  };
  telemetry::AddCounter("linkstat_response_cache_hits_total",
                        "Responses, and results of batches, that came from the response cache.",
                        value(counts_.hits), families);
  telemetry::AddCounter("linkstat_response_cache_misses_total",
                        "Responses, and results of batches, that the response cache may hold and "
                        "did not.",
                        value(counts_.misses), families);
  const MutexLock lock(&mutex_);
  telemetry::AddGauge("linkstat_response_cache_bytes", "Size of the response cache.",
                      static_cast<double>(newest_->responses.bytes()), families);
}

}  // namespace linkstat::rpc
