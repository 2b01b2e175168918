#ifndef LINKSTAT_TESTS_RPC_SERVICE_BOTH_WAYS_H_
#define LINKSTAT_TESTS_RPC_SERVICE_BOTH_WAYS_H_

#include <string>

#include "absl/status/statusor.h"
#include "agent/core/snapshot.h"
#include "agent/rpc/service/prepared_answers.h"
#include "grpcpp/support/byte_buffer.h"
#include "linkstat/v1/linking_service.pb.h"

namespace linkstat::rpc {

// `bytes` in one piece.
grpc::ByteBuffer Buffer(const std::string& bytes);

std::string Bytes(const grpc::ByteBuffer& buffer);

// One snapshot's answers by the fast path and in full. Each method takes the
// bytes of a request, returns whether its answer is prepared and, if so, fails
// the test unless the full one is the same bytes: what the full one refuses must
// not be prepared.
class BothWays {
 public:
  explicit BothWays(core::SnapshotPtr snapshot);

  const v1::Catalog& catalog() const { return snapshot_->catalog(); }
  const std::string& revision() const { return snapshot_->revision(); }

  bool Checks(const std::string& request) const;
  bool ChecksBatch(const std::string& request) const;
  bool Guides(const std::string& request) const;

 private:
  // `fast(request, answer, decisions)`, as the methods of PreparedAnswers.
  template <typename Request, typename Response, typename Fast>
  bool Answers(const Fast& fast,
               absl::StatusOr<Response> (*full)(const core::Snapshot&, const Request&),
               const std::string& request) const;

  const core::SnapshotPtr snapshot_;
  const PreparedAnswers prepared_;
};

// Of the catalog in the agent.
const BothWays& Canonical();

}  // namespace linkstat::rpc

#endif  // LINKSTAT_TESTS_RPC_SERVICE_BOTH_WAYS_H_
