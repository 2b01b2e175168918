#ifndef LINKSTAT_AGENT_RPC_SERVICE_PREPARED_ANSWERS_H_
#define LINKSTAT_AGENT_RPC_SERVICE_PREPARED_ANSWERS_H_

#include <memory>
#include <vector>

#include "agent/base/mutex.h"
#include "agent/catalog/registry.h"
#include "agent/core/snapshot.h"
#include "agent/rpc/service/prepared_checks.h"
#include "agent/rpc/service/prepared_guide.h"
#include "agent/telemetry/decision_metrics.h"
#include "grpcpp/support/byte_buffer.h"

// The fast path. An answer is a function of a snapshot and a request, so what
// most requests ask for is made once a snapshot and sent as the same shared
// bytes. A request that is not answered here is answered in full (unary.h);
// the bytes are the same either way, and whatever must be refused is refused
// there.
namespace linkstat::rpc {

// The prepared answers of one snapshot. Every method answers the bytes of a
// request, and counts what it decided; false, with both as they were, when its
// answer is not prepared.
// Immutable, thread-safe.
class PreparedAnswers {
 public:
  explicit PreparedAnswers(core::SnapshotPtr snapshot);

  const core::SnapshotPtr& snapshot() const { return snapshot_; }

  bool CheckPermissions(const grpc::ByteBuffer& request, grpc::ByteBuffer& response,
                        telemetry::DecisionCounts& decisions) const;
  bool BatchCheckPermissions(const grpc::ByteBuffer& request, grpc::ByteBuffer& response,
                             telemetry::DecisionCounts& decisions) const;
  bool GetLinkingDetails(const grpc::ByteBuffer& request, grpc::ByteBuffer& response) const;
  // To be asked only while no catalog file is rejected.
  bool GetCatalog(const grpc::ByteBuffer& request, grpc::ByteBuffer& response) const;

 private:
  const core::SnapshotPtr snapshot_;
  const PreparedChecks checks_;
  // BASIC and FULL, the same transitioning.
  std::vector<PreparedGuide> guides_;
  grpc::ByteBuffer catalog_;
};

// The prepared answers of the snapshot served. Thread-safe.
class ServedAnswers {
 public:
  // `registry` must outlive this. New answers are made on the thread that publishes a
  // catalog.
  explicit ServedAnswers(catalog::Registry* registry);

  // Null while those of a new snapshot are being made.
  std::shared_ptr<const PreparedAnswers> Current() const;

 private:
  void Prepare();

  const catalog::Registry* const registry_;
  mutable Mutex mutex_;
  std::shared_ptr<const PreparedAnswers> newest_ ABSL_GUARDED_BY(mutex_);
  const std::unique_ptr<catalog::Registry::Subscription> subscription_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_SERVICE_PREPARED_ANSWERS_H_
