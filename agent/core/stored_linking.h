#ifndef LINKSTAT_AGENT_CORE_STORED_LINKING_H_
#define LINKSTAT_AGENT_CORE_STORED_LINKING_H_

#include "absl/status/statusor.h"
#include "agent/core/snapshot.h"
#include "linkstat/v1/linking_service.pb.h"

// As linking.h, for a request in which the linked account was replaced by what a
// store holds of it. Its identity was checked when the account was made, maybe by
// other rules, and is taken as it is.
namespace linkstat::core {

absl::StatusOr<v1::CheckServiceAccountResponse> CheckStoredAccount(
    const Snapshot& snapshot, const v1::CheckServiceAccountRequest& request);

// `request` must have passed CheckRequest before the account was put into it, and
// then is always answered.
absl::StatusOr<v1::GetLinkingDetailsResponse> StoredLinkingDetails(
    const Snapshot& snapshot, const v1::GetLinkingDetailsRequest& request);

}  // namespace linkstat::core

#endif  // LINKSTAT_AGENT_CORE_STORED_LINKING_H_
