#ifndef LINKSTAT_AGENT_RPC_SERVICE_SERVED_SNAPSHOT_H_
#define LINKSTAT_AGENT_RPC_SERVICE_SERVED_SNAPSHOT_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/string_view.h"
#include "agent/base/mutex.h"
#include "agent/catalog/registry.h"
#include "agent/core/snapshot.h"
#include "agent/rpc/call/methods.h"
#include "agent/rpc/service/linking_details_encoder.h"
#include "agent/telemetry/call_metrics.h"
#include "agent/telemetry/metric_set.h"
#include "grpcpp/support/slice.h"

namespace linkstat::rpc {

// Encoded responses of one snapshot, by method and request bytes, bounded in bytes.
//
// A response is stored when it is added for the second time: a request that never
// comes again displaces nothing. Responses that were not found lately are evicted
// first. So a caller that fills the cache on purpose costs others misses, no more.
// Thread-safe.
class ResponseCache {
 public:
  struct Response {
    // Shared, not copied.
    grpc::Slice bytes;
    // What the response decided, for the metrics and the audit.
    telemetry::DecisionCounts decisions;
  };

  // Outlives the snapshots of a process.
  struct Counts {
    std::atomic<uint64_t> hits{0};
    std::atomic<uint64_t> misses{0};
  };

  // The bound in bytes: requests, responses and what is allocated with them.
  static constexpr size_t kMaxBytes = 8 << 20;
  // A longer request is neither found nor stored.
  static constexpr size_t kMaxRequest = 1 << 10;
  // At most this many responses, whatever their size.
  static constexpr size_t kMaxResponses = 8 << 10;

  // `counts` must outlive the cache.
  explicit ResponseCache(Counts* counts, size_t max_bytes = kMaxBytes);

  // Absent when it is not stored.
  std::optional<Response> Find(Method method, absl::string_view request);

  // Takes note of a response that was computed because it was not found, and stores it
  // on the second time. Only for responses that depend on the snapshot and the bytes of
  // the request alone, and hold nothing personal.
  void Add(Method method, absl::string_view request, const Response& response);

  // What is stored, at most the bound.
  size_t bytes() const;

 private:
  struct Entry {
    Method method;
    std::string request;
    Response response;
    size_t bytes;
  };
  struct Slot {
    uint64_t hash = 0;
    // Whether it was found since the last search for a slot to evict.
    bool used = false;
    std::unique_ptr<const Entry> entry;
  };

  // Whether a response with this hash was added lately.
  bool AddedBefore(uint64_t hash);
  Slot* FindSlot(uint64_t hash, Method method, absl::string_view request)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Frees a slot for this hash.
  Slot& FreeSlot(uint64_t hash) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Evict(Slot& slot) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  Counts* const counts_;
  const size_t max_bytes_;
  // By hash: the other half of the hash that was added last.
  std::vector<std::atomic<uint32_t>> added_;
  mutable Mutex mutex_;
  // Sets of a few slots. A hash belongs to one set, so that equal hashes, which a caller
  // might find, make no search longer.
  std::vector<Slot> slots_ ABSL_GUARDED_BY(mutex_);
  // The slot at which the next search for one to evict begins.
  size_t hand_ ABSL_GUARDED_BY(mutex_) = 0;
  size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
};

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
