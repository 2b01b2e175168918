#ifndef LINKSTAT_AGENT_RPC_SERVICE_SERVED_SNAPSHOT_H_
#define LINKSTAT_AGENT_RPC_SERVICE_SERVED_SNAPSHOT_H_

#include <memory>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "agent/base/mutex.h"
#include "agent/catalog/registry.h"
#include "agent/core/snapshot.h"
#include "agent/rpc/service/linking_details_encoder.h"
#include "agent/rpc/service/response_cache.h"
#include "agent/telemetry/metric_set.h"

namespace linkstat::rpc {

// A snapshot and what was encoded from it, so that no response of one revision is sent
// for another. Thread-safe.
struct ServedSnapshot {
  ServedSnapshot(core::SnapshotPtr served, ResponseCache::Counts* counts)
      : snapshot(std::move(served)), details(*snapshot), responses(counts) {}

  const core::SnapshotPtr snapshot;
  const LinkingDetailsEncoder details;
  ResponseCache responses;
};

// The snapshot that a registry serves. Thread-safe.
class ServedSnapshots {
 public:
  // `registry` must outlive this.
  explicit ServedSnapshots(catalog::Registry* registry);

  // Never null.
  std::shared_ptr<ServedSnapshot> Current();

  // Appends the metrics linkstat_response_cache_*.
  void Collect(telemetry::MetricFamilies& families) const;

 private:
  const catalog::Registry* const registry_;
  ResponseCache::Counts counts_;
  mutable Mutex mutex_;
  std::shared_ptr<ServedSnapshot> newest_ ABSL_GUARDED_BY(mutex_);
  // Has the thread that publishes a catalog pay for the change.
  const std::unique_ptr<catalog::Registry::Subscription> subscription_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_SERVICE_SERVED_SNAPSHOT_H_
