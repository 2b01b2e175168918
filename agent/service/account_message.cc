#include "agent/service/account_message.h"

#include <algorithm>
#include <utility>

#include "agent/base/status_macros.h"
#include "agent/core/link_state.h"
#include "agent/core/linking.h"
#include "agent/service/errors.h"
#include "agent/service/proto_time.h"

namespace linkstat::service {
namespace {

std::optional<absl::Time> ObservedAt(const store::v1::StoredAccount& account) {
  std::optional<absl::Time> newest;
  if (account.has_permissions_observed_at()) newest = TimeOf(account.permissions_observed_at());
  if (account.has_form_observed_at()) {
    const absl::Time form = TimeOf(account.form_observed_at());
    newest = newest.has_value() ? std::max(*newest, form) : form;
  }
  return newest;
}

}  // namespace

v1::LinkedAccount MakeLinkedAccount(const StateHistory& history, const AccountRecord& record,
                                    const ObservationTime& now) {
  const core::Snapshot& snapshot = history.snapshot();
  const store::v1::StoredAccount& account = record.account;
  const core::AccountEvaluation standing = core::EvaluateAccount(snapshot, FactsOf(account));
  v1::LinkedAccount message;
  message.set_id(record.id);
  *message.mutable_identity() = account.identity();
  message.set_transitioning(account.transitioning());
  if (account.has_relinked_at()) *message.mutable_relinked_at() = account.relinked_at();
  message.set_state(standing.state);
  if (const std::optional<absl::Time> since = history.Since(account, standing.state)) {
    SetTime(*since, *message.mutable_state_since());
  }
  for (v1::StateReason& reason : core::ReasonsFor(snapshot, standing)) {
    *message.add_reasons() = std::move(reason);
  }
  *message.mutable_created_at() = account.created_at();
  if (const std::optional<absl::Time> observed_at = ObservedAt(account)) {
    SetTime(*observed_at, *message.mutable_observed_at());
    if (*observed_at <= now.latest) {
      SetDuration(std::max(now.now - *observed_at, absl::ZeroDuration()),
                  *message.mutable_observation_age());
    }
  }
  message.set_catalog_revision(snapshot.revision());
  message.set_etag(EtagOf(record.revision));
  return message;
}

absl::StatusOr<v1::LinkedAccount> MakeCheckedAccount(const StateHistory& history,
                                                     const AccountRecord& record,
                                                     const ObservationTime& now) {
  v1::CheckPermissionsRequest check;
  if (record.account.has_observed()) *check.mutable_observed() = record.account.observed();
  absl::StatusOr<v1::CheckPermissionsResponse> permissions =
      core::CheckPermissions(history.snapshot(), check);
  if (!permissions.ok()) return StoreFailure(absl::DataLossError("observation out of bounds"));
  v1::LinkedAccount message = MakeLinkedAccount(history, record, now);
  *message.mutable_permissions() = *std::move(permissions);
  return message;
}

}  // namespace linkstat::service
