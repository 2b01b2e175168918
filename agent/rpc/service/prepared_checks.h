#ifndef LINKSTAT_AGENT_RPC_SERVICE_PREPARED_CHECKS_H_
#define LINKSTAT_AGENT_RPC_SERVICE_PREPARED_CHECKS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "agent/core/snapshot.h"
#include "agent/rpc/service/plain_check.h"
#include "agent/telemetry/decision_metrics.h"
#include "grpcpp/support/byte_buffer.h"

namespace linkstat::rpc {

// What a snapshot answers to every plain check, as bytes: one answer a view for
// each set of granted permissions, and one for nothing observed. They are made
// by core::CheckPermissions, so that none can differ from what it says.
// Immutable, thread-safe.
class PreparedChecks {
 public:
  // Catalogs of more permissions have too many sets of them, and nothing is
  // prepared.
  static constexpr int kMaxPermissions = 8;

  explicit PreparedChecks(core::SnapshotPtr snapshot);

  // Answers a CheckPermissionsRequest and counts its verdict. False, with both as
  // they were, when its answer is not prepared.
  bool Answer(absl::string_view request, grpc::ByteBuffer& response,
              telemetry::DecisionCounts& decisions) const;

  // Answers a BatchCheckPermissionsRequest and counts its verdicts; what is not
  // prepared of it is made. False likewise, when an item cannot be read or names a
  // linked account, and when the batch must be refused.
  bool AnswerBatch(absl::string_view request, grpc::ByteBuffer& response,
                   telemetry::DecisionCounts& decisions) const;

 private:
  struct Prepared {
    v1::Verdict verdict;
    grpc::ByteBuffer answer;
    // The answer as an entry of a batch's results.
    std::string batch_entry;
  };

  // False when a label of the catalog is refused as a name in a request.
  bool Prepare(const PlainCheck& check);
  // Null when it is not prepared.
  const Prepared* Find(absl::string_view request) const;
  // The batch entry of a request that is not prepared, counted, as AnswerBatch
  // says.
  absl::optional<std::string> MakeEntry(absl::string_view request,
                                        telemetry::DecisionCounts& decisions) const;

  const core::SnapshotPtr snapshot_;
  // In the order of IndexOf; empty when nothing is prepared.
  std::vector<Prepared> prepared_;
  // What stands after the results of a batch.
  std::string batch_end_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_SERVICE_PREPARED_CHECKS_H_
