#ifndef LINKSTAT_AGENT_CORE_LINKING_H_
#define LINKSTAT_AGENT_CORE_LINKING_H_

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "agent/core/snapshot.h"
#include "linkstat/v1/linking_service.pb.h"

// The answers of LinkingService, one function a method: const functions of a
// snapshot and a request, with the outcomes that linking_service.proto states.
// The agent and the offline client call the same ones. Thread-safe.
//
// A request that names a linked account is rejected here. The service of linked accounts
// checks it with CheckRequest, replaces the account by what the store holds of it, and
// calls the function for a stored account.
namespace linkstat::core {

// Every fault of a request that can be found without the linked account
// that it names.
absl::Status CheckRequest(const Snapshot& snapshot, const v1::CheckPermissionsRequest& request);
absl::Status CheckRequest(const Snapshot& snapshot, const v1::CheckServiceAccountRequest& request);
absl::Status CheckRequest(const Snapshot& snapshot, const v1::GetLinkingDetailsRequest& request);

absl::StatusOr<v1::CheckPermissionsResponse> CheckPermissions(
    const Snapshot& snapshot, const v1::CheckPermissionsRequest& request);

absl::StatusOr<v1::BatchCheckPermissionsResponse> BatchCheckPermissions(
    const Snapshot& snapshot, const v1::BatchCheckPermissionsRequest& request);

// Likewise, with each item answered by `check`, from the same snapshot.
absl::StatusOr<v1::BatchCheckPermissionsResponse> BatchCheckPermissions(
    const Snapshot& snapshot, const v1::BatchCheckPermissionsRequest& request,
    absl::FunctionRef<
        absl::StatusOr<v1::CheckPermissionsResponse>(const v1::CheckPermissionsRequest&)>
        check);

absl::StatusOr<v1::CheckServiceAccountResponse> CheckServiceAccount(
    const Snapshot& snapshot, const v1::CheckServiceAccountRequest& request);

absl::StatusOr<v1::GetLinkingDetailsResponse> GetLinkingDetails(
    const Snapshot& snapshot, const v1::GetLinkingDetailsRequest& request);

absl::StatusOr<v1::FindRequirementsResponse> FindRequirements(
    const Snapshot& snapshot, const v1::FindRequirementsRequest& request);

// As CheckServiceAccount, for a request in which a stored account was put in place of its
// id. The identity was checked when the account was made, maybe by other rules, and is
// taken as it is.
absl::StatusOr<v1::CheckServiceAccountResponse> CheckStoredAccount(
    const Snapshot& snapshot, const v1::CheckServiceAccountRequest& request);

// Likewise as GetLinkingDetails. `request` must have passed CheckRequest before the account
// was put into it, and then is always answered.
absl::StatusOr<v1::GetLinkingDetailsResponse> StoredLinkingDetails(
    const Snapshot& snapshot, const v1::GetLinkingDetailsRequest& request);

}  // namespace linkstat::core

#endif  // LINKSTAT_AGENT_CORE_LINKING_H_
