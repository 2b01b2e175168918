#ifndef LINKSTAT_AGENT_CORE_REQUEST_CHECKS_H_
#define LINKSTAT_AGENT_CORE_REQUEST_CHECKS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "agent/base/error.h"
#include "agent/core/snapshot.h"
#include "linkstat/v1/permission_check.pb.h"
#include "linkstat/v1/service_account.pb.h"

// The bounds of the messages that several requests share. Each function adds
// every broken bound to `faults`, under the path `field`.
namespace linkstat::core {

// When there are too many names, those beyond the bound are not checked.
void CheckObserved(const v1::ObservedPermissions& observed, absl::string_view field,
                   FieldFaults& faults);
void CheckIdentity(const v1::LinkIdentity& identity, absl::string_view field, FieldFaults& faults);
// 32 lower-case hexadecimal digits.
void CheckRevision(absl::string_view revision, absl::string_view field, FieldFaults& faults);

// As LinkedAccount.id.
void CheckAccountId(absl::string_view id, absl::string_view field, FieldFaults& faults);
// The request's `linked_account`. `others` are the fields that are given as well
// and would contradict what is known of the account.
void CheckLinkedAccount(absl::string_view id, const std::vector<std::string>& others,
                        FieldFaults& faults);

// INVALID_ARGUMENT for a `linked_account` where no linked accounts are kept.
absl::Status NoLinkedAccountsKept();

// The `view` and the `expected_revision` that most requests have.
template <typename Request>
void CheckViewAndRevision(const Request& request, FieldFaults& faults) {
  if (!v1::View_IsValid(request.view())) faults.Add("view", "is not a value of View");
  if (request.has_expected_revision()) {
    CheckRevision(request.expected_revision(), "expected_revision", faults);
  }
}

absl::Status RevisionMismatch(const Snapshot& served);

// FAILED_PRECONDITION with REVISION_MISMATCH when the request has an
// expected_revision that is not the snapshot's.
template <typename Request>
absl::Status CheckExpectedRevision(const Snapshot& snapshot, const Request& request) {
  if (!request.has_expected_revision() || request.expected_revision() == snapshot.revision()) {
    return absl::OkStatus();
  }
  return RevisionMismatch(snapshot);
}

}  // namespace linkstat::core

#endif  // LINKSTAT_AGENT_CORE_REQUEST_CHECKS_H_
