#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "agent/base/error.h"
#include "agent/base/status_macros.h"
#include "agent/core/answer_parts.h"
#include "agent/core/check_service_account_form.h"
#include "agent/core/form_field.h"
#include "agent/core/linking.h"
#include "agent/core/request_checks.h"

namespace linkstat::core {
namespace {

using Request = v1::CheckServiceAccountRequest;
using Response = v1::CheckServiceAccountResponse;

std::vector<std::string> GivenBesideAccount(const Request& request) {
  std::vector<std::string> fields;
  if (request.has_form()) fields.emplace_back("form");
  if (request.has_observed()) fields.emplace_back("observed");
  if (request.has_expected_identity()) fields.emplace_back("expected_identity");
  if (request.transitioning()) fields.emplace_back("transitioning");
  return fields;
}

enum class Identity { kGiven, kStored };

absl::StatusOr<FormReading> ReadRequest(const Snapshot& snapshot, const Request& request,
                                        Identity identity) {
  FieldFaults faults;
  FormReading reading = ReadForm(snapshot, request.form(), "form", faults);
  CheckObserved(request.observed(), "observed", faults);
  if (identity == Identity::kGiven) {
    CheckIdentity(request.expected_identity(), "expected_identity", faults);
  }
  if (request.has_linked_account()) {
    CheckLinkedAccount(request.linked_account(), GivenBesideAccount(request), faults);
  }
  CheckViewAndRevision(request, faults);
  LINKSTAT_RETURN_IF_ERROR(faults.ToStatus());
  LINKSTAT_RETURN_IF_ERROR(CheckExpectedRevision(snapshot, request));
  return reading;
}

void SetSeen(const v1::FormField& field, const v1::ObservedField& seen, v1::MatchKind kind,
             v1::FieldResult& result) {
  const std::vector<std::string> known(result.expected_values().begin(),
                                       result.expected_values().end());
  result.set_state(JudgeField(field, known, seen.values()));
  *result.mutable_observed_values() = seen.values();
  if (kind != v1::MATCH_KIND_EXACT) {
    result.mutable_label_match()->set_input(seen.label());
    result.mutable_label_match()->set_kind(kind);
  }
}

v1::FieldResult MakeFieldResult(const v1::FormField& field, const Request& request,
                                const std::optional<FieldEntry>& seen) {
  v1::FieldResult result;
  result.set_form_field_id(field.id());
  result.set_label(field.label());
  result.set_kind(field.kind());
  result.set_state(v1::FIELD_STATE_NOT_OBSERVED);
  for (std::string& value : KnownValues(field, request.expected_identity())) {
    result.add_expected_values(std::move(value));
  }
  if (seen.has_value()) {
    SetSeen(field, request.form().entries(seen->entry), seen->kind, result);
  }
  if (request.view() == v1::VIEW_FULL && field.has_guidance()) {
    result.set_guidance(field.guidance());
  }
  return result;
}

void AddUnrecognized(const Snapshot& snapshot, const Request& request, const FormReading& reading,
                     Response& response) {
  const NameIndex& names = snapshot.form_field_names();
  absl::flat_hash_set<absl::string_view> reported;
  for (int entry : reading.unrecognized) {
    const std::string& label = request.form().entries(entry).label();
    if (!reported.insert(label).second) continue;
    *response.add_unrecognized_fields() = MakeUnrecognizedName(names, label);
  }
}

void ApplyTransitionRule(const v1::Catalog& catalog, Response& response) {
  if (!catalog.has_transition_rule()) return;
  const v1::TransitionRule& rule = catalog.transition_rule();
  *response.mutable_transition_rule() = rule;
  const absl::flat_hash_set<absl::string_view> concerned(rule.form_field_ids().begin(),
                                                         rule.form_field_ids().end());
  for (v1::FieldResult& field : *response.mutable_fields()) {
    field.set_transition_rule_applies(concerned.contains(field.form_field_id()));
  }
}

v1::Verdict FieldVerdict(const v1::FieldResult& field) {
  switch (field.state()) {
    case v1::FIELD_STATE_WRONG:
    case v1::FIELD_STATE_MISSING:
      return v1::VERDICT_NOT_SATISFIED;
    case v1::FIELD_STATE_UNVERIFIED:
      return v1::VERDICT_INDETERMINATE;
    case v1::FIELD_STATE_NOT_OBSERVED:
      return field.kind() == v1::FIELD_KIND_MAY_BE_EMPTY ? v1::VERDICT_SATISFIED
                                                         : v1::VERDICT_INDETERMINATE;
    default:
      return v1::VERDICT_SATISFIED;
  }
}

// NOT_SATISFIED wins over INDETERMINATE, and that over SATISFIED.
v1::Verdict Overall(const Response& response) {
  bool indeterminate = response.permissions().verdict() == v1::VERDICT_INDETERMINATE;
  if (response.permissions().verdict() == v1::VERDICT_NOT_SATISFIED) {
    return v1::VERDICT_NOT_SATISFIED;
  }
  for (const v1::FieldResult& field : response.fields()) {
    const v1::Verdict verdict = FieldVerdict(field);
    if (verdict == v1::VERDICT_NOT_SATISFIED) return verdict;
    indeterminate = indeterminate || verdict == v1::VERDICT_INDETERMINATE;
  }
  return indeterminate ? v1::VERDICT_INDETERMINATE : v1::VERDICT_SATISFIED;
}

v1::CheckPermissionsRequest PermissionPart(const Request& request) {
  v1::CheckPermissionsRequest part;
  if (request.has_observed()) *part.mutable_observed() = request.observed();
  part.set_view(request.view());
  return part;
}

absl::StatusOr<Response> Answer(const Snapshot& snapshot, const Request& request,
                                const FormReading& reading) {
  Response response;
  LINKSTAT_ASSIGN_OR_RETURN(*response.mutable_permissions(),
                            CheckPermissions(snapshot, PermissionPart(request)));
  const v1::Catalog& catalog = snapshot.catalog();
  for (int i = 0; i < catalog.form_fields_size(); ++i) {
    *response.add_fields() = MakeFieldResult(catalog.form_fields(i), request, reading.by_field[i]);
  }
  AddUnrecognized(snapshot, request, reading, response);
  if (request.transitioning()) ApplyTransitionRule(catalog, response);
  response.set_verdict(Overall(response));
  response.set_catalog_revision(snapshot.revision());
  return response;
}

}  // namespace

absl::Status CheckRequest(const Snapshot& snapshot, const Request& request) {
  return ReadRequest(snapshot, request, Identity::kGiven).status();
}

absl::StatusOr<Response> CheckServiceAccount(const Snapshot& snapshot, const Request& request) {
  LINKSTAT_ASSIGN_OR_RETURN(const FormReading reading,
                            ReadRequest(snapshot, request, Identity::kGiven));
  if (request.has_linked_account()) return NoLinkedAccountsKept();
  return Answer(snapshot, request, reading);
}

absl::StatusOr<Response> CheckStoredAccount(const Snapshot& snapshot, const Request& request) {
  LINKSTAT_ASSIGN_OR_RETURN(const FormReading reading,
                            ReadRequest(snapshot, request, Identity::kStored));
  return Answer(snapshot, request, reading);
}

}  // namespace linkstat::core
