#ifndef LINKSTAT_AGENT_CORE_LINKING_H_
#define LINKSTAT_AGENT_CORE_LINKING_H_

#include "absl/status/statusor.h"
#include "agent/core/snapshot.h"
#include "linkstat/v1/linking_service.pb.h"

// The answers of LinkingService, one function a method: const functions of a
// snapshot and a request, with the outcomes that linking_service.proto states.
// The agent and the offline client call the same ones. A request that names a
// linked account is refused here: who keeps accounts puts what is known of it in
// its place first. Thread-safe.
namespace linkstat::core {

absl::StatusOr<v1::CheckPermissionsResponse> CheckPermissions(
    const Snapshot& snapshot, const v1::CheckPermissionsRequest& request);

absl::StatusOr<v1::BatchCheckPermissionsResponse> BatchCheckPermissions(
    const Snapshot& snapshot, const v1::BatchCheckPermissionsRequest& request);

absl::StatusOr<v1::CheckServiceAccountResponse> CheckServiceAccount(
    const Snapshot& snapshot, const v1::CheckServiceAccountRequest& request);

absl::StatusOr<v1::GetLinkingDetailsResponse> GetLinkingDetails(
    const Snapshot& snapshot, const v1::GetLinkingDetailsRequest& request);

absl::StatusOr<v1::FindRequirementsResponse> FindRequirements(
    const Snapshot& snapshot, const v1::FindRequirementsRequest& request);

}  // namespace linkstat::core

#endif  // LINKSTAT_AGENT_CORE_LINKING_H_
