#ifndef LINKSTAT_TESTS_RPC_SERVICE_BOTH_WAYS_H_
#define LINKSTAT_TESTS_RPC_SERVICE_BOTH_WAYS_H_

#include <string>

#include "absl/status/statusor.h"
#include "agent/core/snapshot.h"
#include "agent/rpc/service/served_snapshot.h"
#include "linkstat/v1/linking_service.pb.h"

namespace linkstat::rpc {

// One snapshot's responses with the response cache and without. Each method takes the
// bytes of a request, has it answered three times with the cache, which holds the third
// response if it holds any, and fails the test unless all are the one that was computed.
// Returns whether the third came from the cache.
class BothWays {
 public:
  explicit BothWays(core::SnapshotPtr snapshot) : served_(std::move(snapshot), &counts_) {}

  const v1::Catalog& catalog() const { return served_.snapshot->catalog(); }
  const std::string& revision() const { return served_.snapshot->revision(); }
  ResponseCache& cache() { return served_.responses; }

  bool CheckPermissions(const std::string& request);
  bool BatchCheckPermissions(const std::string& request);
  bool CheckServiceAccount(const std::string& request);
  bool GetLinkingDetails(const std::string& request);
  bool FindRequirements(const std::string& request);

 private:
  template <typename Request, typename Response>
  bool Answers(Method method,
               absl::StatusOr<Response> (*answer)(const core::Snapshot&, const Request&),
               const std::string& request);

  ResponseCache::Counts counts_;
  ServedSnapshot served_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_TESTS_RPC_SERVICE_BOTH_WAYS_H_
