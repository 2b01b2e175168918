#include <string>
#include <vector>

#include "agent/base/error.h"
#include "agent/base/status_macros.h"
#include "agent/core/answer_parts.h"
#include "agent/core/bounds.h"
#include "agent/core/decide.h"
#include "agent/core/linking.h"
#include "agent/core/request_checks.h"

namespace linkstat::core {
namespace {

v1::PermissionState StateOf(const Decision& decision, int permission) {
  if (!decision.observed()) return v1::PERMISSION_STATE_UNKNOWN;
  return decision.granted[permission] ? v1::PERMISSION_STATE_GRANTED : v1::PERMISSION_STATE_MISSING;
}

v1::DomainState StateOfDomain(const Decision& decision, int domain) {
  if (!decision.observed()) return v1::DOMAIN_STATE_UNKNOWN;
  return decision.blocked[domain] ? v1::DOMAIN_STATE_BLOCKED : v1::DOMAIN_STATE_AVAILABLE;
}

void AddMatch(const InexactMatch& match, google::protobuf::RepeatedPtrField<v1::NameMatch>& to) {
  v1::NameMatch& added = *to.Add();
  added.set_input(std::string(match.input));
  added.set_kind(match.hit.kind);
}

void AddText(const Snapshot& snapshot, int permission, v1::PermissionResult& result) {
  const v1::Catalog& catalog = snapshot.catalog();
  const v1::Permission& source = catalog.permissions(permission);
  result.set_rationale(source.rationale());
  if (source.has_access_note()) result.set_access_note(source.access_note());
  if (result.state() != v1::PERMISSION_STATE_GRANTED) {
    result.set_remediation(source.remediation());
  }
  for (int domain : snapshot.fed_domains()[permission]) {
    result.add_data_domain_ids(catalog.data_domains(domain).id());
  }
}

void AddResults(const Snapshot& snapshot, const Decision& decision, v1::View view,
                v1::CheckPermissionsResponse& response) {
  const auto& permissions = snapshot.catalog().permissions();
  response.mutable_results()->Reserve(permissions.size());
  for (int i = 0; i < permissions.size(); ++i) {
    v1::PermissionResult& result = *response.add_results();
    result.set_permission_id(permissions[i].id());
    result.set_label(permissions[i].label());
    result.set_level(permissions[i].level());
    result.set_state(StateOf(decision, i));
    if (view == v1::VIEW_FULL) AddText(snapshot, i, result);
  }
  for (const InexactMatch& match : decision.inexact) {
    if (match.hit.entry >= permissions.size()) continue;
    AddMatch(match, *response.mutable_results(match.hit.entry)->mutable_matches());
  }
}

void AddExtra(const Snapshot& snapshot, const Decision& decision, v1::View view,
              v1::CheckPermissionsResponse& response) {
  const int first = snapshot.catalog().permissions_size();
  const auto& unneeded = snapshot.catalog().unneeded_permissions();
  std::vector<v1::ExtraPermission*> extra_of(unneeded.size());
  for (int i = 0; i < unneeded.size(); ++i) {
    if (!decision.granted[first + i]) continue;
    v1::ExtraPermission& extra = *response.add_extra();
    extra.set_permission_id(unneeded[i].id());
    extra.set_label(unneeded[i].label());
    if (view == v1::VIEW_FULL && unneeded[i].has_note()) extra.set_note(unneeded[i].note());
    extra_of[i] = &extra;
  }
  for (const InexactMatch& match : decision.inexact) {
    if (match.hit.entry < first) continue;
    AddMatch(match, *extra_of[match.hit.entry - first]->mutable_matches());
  }
}

void AddUnrecognized(const Snapshot& snapshot, const Decision& decision,
                     v1::CheckPermissionsResponse& response) {
  for (absl::string_view name : decision.unrecognized) {
    *response.add_unrecognized() = MakeUnrecognizedName(snapshot.permission_names(), name);
  }
}

void AddImpacts(const Snapshot& snapshot, const Decision& decision,
                v1::CheckPermissionsResponse& response) {
  const v1::Catalog& catalog = snapshot.catalog();
  response.mutable_impacts()->Reserve(catalog.data_domains_size());
  for (int i = 0; i < catalog.data_domains_size(); ++i) {
    v1::DomainImpact& impact = *response.add_impacts();
    impact.set_data_domain_id(catalog.data_domains(i).id());
    impact.set_label(catalog.data_domains(i).label());
    impact.set_state(StateOfDomain(decision, i));
    if (impact.state() != v1::DOMAIN_STATE_BLOCKED) continue;
    for (int permission : snapshot.required_feeders()[i]) {
      if (decision.granted[permission]) continue;
      impact.add_blocked_by_permission_ids(catalog.permissions(permission).id());
    }
  }
}

}  // namespace

absl::Status CheckRequest(const Snapshot& snapshot, const v1::CheckPermissionsRequest& request) {
  FieldFaults faults;
  if (request.has_observed()) CheckObserved(request.observed(), "observed", faults);
  if (request.has_linked_account()) {
    std::vector<std::string> others;
    if (request.has_observed()) others.emplace_back("observed");
    CheckLinkedAccount(request.linked_account(), others, faults);
  }
  CheckViewAndRevision(request, faults);
  LINKSTAT_RETURN_IF_ERROR(faults.ToStatus());
  return CheckExpectedRevision(snapshot, request);
}

absl::StatusOr<v1::CheckPermissionsResponse> CheckPermissions(
    const Snapshot& snapshot, const v1::CheckPermissionsRequest& request) {
  LINKSTAT_RETURN_IF_ERROR(CheckRequest(snapshot, request));
  if (request.has_linked_account()) return NoLinkedAccountsKept();
  const Decision decision =
      Decide(snapshot, request.has_observed() ? &request.observed() : nullptr);
  v1::CheckPermissionsResponse response;
  response.set_verdict(decision.verdict);
  AddResults(snapshot, decision, request.view(), response);
  AddUnrecognized(snapshot, decision, response);
  AddExtra(snapshot, decision, request.view(), response);
  AddImpacts(snapshot, decision, response);
  response.set_catalog_revision(snapshot.revision());
  return response;
}

}  // namespace linkstat::core
