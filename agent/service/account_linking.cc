#include "agent/service/account_linking.h"

#include "agent/base/status_macros.h"
#include "agent/core/link_state.h"
#include "agent/core/linking.h"
#include "agent/service/errors.h"

namespace linkstat::service {
namespace {

using store::v1::StoredAccount;

bool Transitions(const core::Snapshot& snapshot, const StoredAccount& account) {
  return core::RelinkDue(snapshot, account.transitioning(), account.has_relinked_at());
}

// The request with what is known of `account` in the place of the account's id.
v1::CheckPermissionsRequest Resolve(const core::Snapshot&, const StoredAccount& account,
                                    v1::CheckPermissionsRequest request) {
  request.clear_linked_account();
  if (account.has_observed()) *request.mutable_observed() = account.observed();
  return request;
}

v1::CheckServiceAccountRequest Resolve(const core::Snapshot& snapshot, const StoredAccount& account,
                                       v1::CheckServiceAccountRequest request) {
  request.clear_linked_account();
  *request.mutable_expected_identity() = account.identity();
  if (account.has_observed()) *request.mutable_observed() = account.observed();
  if (account.has_form()) {
    *request.mutable_form() = core::OneEntryPerField(snapshot, account.form(), account.identity());
  }
  request.set_transitioning(Transitions(snapshot, account));
  return request;
}

v1::GetLinkingDetailsRequest Resolve(const core::Snapshot& snapshot, const StoredAccount& account,
                                     v1::GetLinkingDetailsRequest request) {
  *request.mutable_identity() = account.identity();
  request.set_transitioning(Transitions(snapshot, account));
  return request;
}

// What is left to be refused of a resolved request was stored.
template <typename Response>
absl::StatusOr<Response> StoredAnswer(absl::StatusOr<Response> answer) {
  if (answer.ok()) return answer;
  return StoreFailure(absl::DataLossError("observation out of bounds"));
}

// `answer`, one of the functions of agent/core/linking.h, on a request that names no
// account, else `stored`, its like for what is known of an account.
template <typename Request, typename Response>
absl::StatusOr<Response> Answer(
    AccountStore& accounts, const core::Snapshot& snapshot, const Request& request,
    absl::StatusOr<Response> (*answer)(const core::Snapshot&, const Request&),
    absl::StatusOr<Response> (*stored)(const core::Snapshot&, const Request&)) {
  if (!request.has_linked_account()) return answer(snapshot, request);
  LINKSTAT_RETURN_IF_ERROR(core::CheckRequest(snapshot, request));
  LINKSTAT_ASSIGN_OR_RETURN(const auto record, accounts.Get(request.linked_account()));
  if (!record.has_value()) return AccountNotFound();
  return StoredAnswer(stored(snapshot, Resolve(snapshot, record->account, request)));
}

}  // namespace

absl::StatusOr<v1::CheckPermissionsResponse> AccountLinking::CheckPermissions(
    const v1::CheckPermissionsRequest& request) const {
  return Answer(*accounts_, *registry_->Current(), request, core::CheckPermissions,
                core::CheckPermissions);
}

absl::StatusOr<v1::BatchCheckPermissionsResponse> AccountLinking::BatchCheckPermissions(
    const v1::BatchCheckPermissionsRequest& request) const {
  const core::SnapshotPtr snapshot = registry_->Current();
  return core::BatchCheckPermissions(
      *snapshot, request, [&](const v1::CheckPermissionsRequest& item) {
        return Answer(*accounts_, *snapshot, item, core::CheckPermissions, core::CheckPermissions);
      });
}

absl::StatusOr<v1::CheckServiceAccountResponse> AccountLinking::CheckServiceAccount(
    const v1::CheckServiceAccountRequest& request) const {
  return Answer(*accounts_, *registry_->Current(), request, core::CheckServiceAccount,
                core::CheckStoredAccount);
}

absl::StatusOr<v1::GetLinkingDetailsResponse> AccountLinking::GetLinkingDetails(
    const v1::GetLinkingDetailsRequest& request) const {
  return Answer(*accounts_, *registry_->Current(), request, core::GetLinkingDetails,
                core::StoredLinkingDetails);
}

}  // namespace linkstat::service
