#ifndef LINKSTAT_AGENT_SERVICE_ACCOUNT_LINKING_H_
#define LINKSTAT_AGENT_SERVICE_ACCOUNT_LINKING_H_

#include "absl/status/statusor.h"
#include "agent/catalog/registry.h"
#include "agent/service/account_store.h"
#include "linkstat/v1/linking_service.pb.h"

namespace linkstat::service {

// The answers of LinkingService to requests that may name a linked account: what
// is known of the account is used for what the request does not state.
// Thread-safe; blocks as the store does.
class AccountLinking {
 public:
  // Both must outlive this object.
  AccountLinking(AccountStore* accounts, const catalog::Registry* registry)
      : accounts_(accounts), registry_(registry) {}

  absl::StatusOr<v1::CheckPermissionsResponse> CheckPermissions(
      const v1::CheckPermissionsRequest& request) const;

  absl::StatusOr<v1::BatchCheckPermissionsResponse> BatchCheckPermissions(
      const v1::BatchCheckPermissionsRequest& request) const;

  absl::StatusOr<v1::CheckServiceAccountResponse> CheckServiceAccount(
      const v1::CheckServiceAccountRequest& request) const;

  absl::StatusOr<v1::GetLinkingDetailsResponse> GetLinkingDetails(
      const v1::GetLinkingDetailsRequest& request) const;

 private:
  AccountStore* const accounts_;
  const catalog::Registry* const registry_;
};

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_ACCOUNT_LINKING_H_
