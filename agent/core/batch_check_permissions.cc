#include <utility>

#include "absl/strings/str_cat.h"
#include "agent/base/error.h"
#include "agent/base/status_macros.h"
#include "agent/core/bounds.h"
#include "agent/core/linking.h"

namespace linkstat::core {
namespace {

absl::Status CheckBatch(const v1::BatchCheckPermissionsRequest& request) {
  FieldFaults faults;
  if (request.requests().empty()) faults.Add("requests", "is empty");
  if (request.requests_size() > kMaxBatch) {
    faults.Add("requests",
               absl::StrCat("has ", request.requests_size(), " entries, more than ", kMaxBatch));
  }
  return faults.ToStatus();
}

}  // namespace

absl::StatusOr<v1::BatchCheckPermissionsResponse> BatchCheckPermissions(
    const Snapshot& snapshot, const v1::BatchCheckPermissionsRequest& request,
    absl::FunctionRef<
        absl::StatusOr<v1::CheckPermissionsResponse>(const v1::CheckPermissionsRequest&)>
        check) {
  LINKSTAT_RETURN_IF_ERROR(CheckBatch(request));
  v1::BatchCheckPermissionsResponse response;
  for (const v1::CheckPermissionsRequest& item : request.requests()) {
    v1::BatchCheckPermissionsResult& result = *response.add_results();
    absl::StatusOr<v1::CheckPermissionsResponse> answer = check(item);
    if (answer.ok()) {
      *result.mutable_response() = *std::move(answer);
    } else {
      *result.mutable_error() = ToRpcStatus(answer.status());
    }
  }
  response.set_catalog_revision(snapshot.revision());
  return response;
}

absl::StatusOr<v1::BatchCheckPermissionsResponse> BatchCheckPermissions(
    const Snapshot& snapshot, const v1::BatchCheckPermissionsRequest& request) {
  return BatchCheckPermissions(snapshot, request, [&](const v1::CheckPermissionsRequest& item) {
    return CheckPermissions(snapshot, item);
  });
}

}  // namespace linkstat::core
