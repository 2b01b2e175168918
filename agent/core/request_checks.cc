#include "agent/core/request_checks.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "agent/core/bounds.h"
#include "agent/core/identifiers.h"
#include "agent/core/text.h"

namespace linkstat::core {
namespace {

void AddIfAny(std::optional<std::string> fault, absl::string_view message, absl::string_view field,
              FieldFaults& faults) {
  if (fault.has_value()) faults.Add(absl::StrCat(message, ".", field), *std::move(fault));
}

std::optional<std::string> NameFault(absl::string_view name) {
  std::optional<std::string> fault = LineFault(name, kMaxNameSize);
  if (!fault.has_value() && !HasLetterOrDigit(name)) fault = "has no letter or digit";
  return fault;
}

}  // namespace

void CheckObserved(const v1::ObservedPermissions& observed, absl::string_view field,
                   FieldFaults& faults) {
  const int size = observed.names_size();
  if (size > kMaxObservedNames) {
    faults.Add(absl::StrCat(field, ".names"),
               absl::StrCat("has ", size, " entries, more than ", kMaxObservedNames));
  }
  for (int i = 0; i < std::min(size, kMaxObservedNames); ++i) {
    std::optional<std::string> fault = NameFault(observed.names(i));
    if (fault.has_value()) faults.Add(absl::StrCat(field, ".names[", i, "]"), *std::move(fault));
  }
}

void CheckIdentity(const v1::LinkIdentity& identity, absl::string_view field, FieldFaults& faults) {
  if (identity.has_first_name()) {
    AddIfAny(LineFault(identity.first_name(), kMaxFirstNameSize), field, "first_name", faults);
  }
  if (identity.has_work_email()) {
    AddIfAny(EmailFault(identity.work_email()), field, "work_email", faults);
  }
}

void CheckRevision(absl::string_view revision, absl::string_view field, FieldFaults& faults) {
  if (IsRevision(revision)) return;
  faults.Add(std::string(field), "is not 32 lower-case hexadecimal digits");
}

void CheckAccountId(absl::string_view id, absl::string_view field, FieldFaults& faults) {
  if (IsId(id)) return;
  faults.Add(
      std::string(field),
      "is not a valid id: 1 to 63 of a-z, 0-9 and -, begins with a letter, ends with a letter or "
      "digit");
}

void CheckLinkedAccount(absl::string_view id, const std::vector<std::string>& others,
                        FieldFaults& faults) {
  CheckAccountId(id, "linked_account", faults);
  if (others.empty()) return;
  faults.Add("linked_account",
             absl::StrCat("must not be set together with ", absl::StrJoin(others, ", ")));
  for (const std::string& field : others) {
    faults.Add(field, "must not be set together with linked_account");
  }
}

absl::Status RevisionMismatch(const Snapshot& served) {
  return MakeError(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_REVISION_MISMATCH,
                   "the catalog served is not the one that the request expects",
                   {{"served_revision", served.revision()}});
}

absl::Status NoLinkedAccountsKept() {
  FieldFaults faults;
  faults.Add("linked_account", "needs an agent that keeps linked accounts");
  return faults.ToStatus();
}

}  // namespace linkstat::core
