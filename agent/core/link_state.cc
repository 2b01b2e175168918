#include "agent/core/link_state.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "agent/core/decide.h"
#include "agent/core/form_field.h"

namespace linkstat::core {
namespace {

std::vector<FieldProblem> JudgeForm(const Snapshot& snapshot, const v1::ObservedForm& form,
                                    const v1::LinkIdentity& identity) {
  std::map<int, FieldProblem> by_field;
  for (const v1::ObservedField& entry : form.entries()) {
    const std::optional<int> field = FieldOf(snapshot, entry);
    if (!field.has_value()) continue;
    const std::optional<FieldProblem> problem = JudgeEntry(snapshot, *field, entry, identity);
    if (problem.has_value()) by_field.emplace(*field, *problem);
  }
  std::vector<FieldProblem> problems;
  for (const auto& [field, problem] : by_field) problems.push_back(problem);
  return problems;
}

v1::StateReason Reason(v1::StateReasonKind kind, const std::string& id = "",
                       const std::string& label = "") {
  v1::StateReason reason;
  reason.set_kind(kind);
  reason.set_id(id);
  reason.set_label(label);
  return reason;
}

}  // namespace

bool RelinkDue(const Snapshot& snapshot, bool transitioning, bool relinked) {
  return transitioning && !relinked && snapshot.catalog().has_transition_rule();
}

std::vector<int> MissingPermissions(const Snapshot& snapshot,
                                    const v1::ObservedPermissions& observed) {
  const Decision decision = Decide(snapshot, &observed);
  std::vector<int> missing;
  for (int i = 0; i < snapshot.catalog().permissions_size(); ++i) {
    if (!decision.granted[i]) missing.push_back(i);
  }
  return missing;
}

bool AnyRequired(const Snapshot& snapshot, const std::vector<int>& permissions) {
  return std::any_of(permissions.begin(), permissions.end(), [&](int permission) {
    return snapshot.catalog().permissions(permission).level() == v1::PERMISSION_LEVEL_REQUIRED;
  });
}

std::optional<int> FieldOf(const Snapshot& snapshot, const v1::ObservedField& entry) {
  const std::optional<NameHit> hit = snapshot.form_field_names().Find(entry.label());
  if (!hit.has_value()) return std::nullopt;
  return hit->entry;
}

std::optional<FieldProblem> JudgeEntry(const Snapshot& snapshot, int field,
                                       const v1::ObservedField& entry,
                                       const v1::LinkIdentity& identity) {
  const v1::FormField& form_field = snapshot.catalog().form_fields(field);
  const v1::FieldState state =
      JudgeField(form_field, KnownValues(form_field, identity), entry.values());
  if (state != v1::FIELD_STATE_WRONG && state != v1::FIELD_STATE_MISSING) return std::nullopt;
  return FieldProblem{field, state};
}

v1::ObservedForm OneEntryPerField(const Snapshot& snapshot, const v1::ObservedForm& form,
                                  const v1::LinkIdentity& identity) {
  // By field: where its entry is in the result, and whether that has a problem.
  std::map<int, std::pair<int, bool>> kept;
  v1::ObservedForm result;
  for (const v1::ObservedField& entry : form.entries()) {
    const std::optional<int> field = FieldOf(snapshot, entry);
    if (!field.has_value()) {
      *result.add_entries() = entry;
      continue;
    }
    const bool problem = JudgeEntry(snapshot, *field, entry, identity).has_value();
    const auto [place, first] = kept.try_emplace(*field, result.entries_size(), problem);
    if (first) {
      *result.add_entries() = entry;
    } else if (problem && !place->second.second) {
      place->second.second = true;
      *result.mutable_entries(place->second.first) = entry;
    }
  }
  return result;
}

v1::LinkState StateOn(const StateInputs& basis) {
  if (basis.relink_due) return v1::LINK_STATE_RELINK_REQUIRED;
  if (basis.misses_required || basis.has_field_problem) return v1::LINK_STATE_ACTION_REQUIRED;
  return basis.permissions_observed ? v1::LINK_STATE_READY : v1::LINK_STATE_PENDING;
}

AccountEvaluation EvaluateAccount(const Snapshot& snapshot, const AccountFacts& facts) {
  AccountEvaluation standing;
  standing.relink_due = RelinkDue(snapshot, facts.transitioning, facts.relinked);
  standing.permissions_observed = facts.observed != nullptr;
  if (facts.observed != nullptr) standing.missing = MissingPermissions(snapshot, *facts.observed);
  if (facts.form != nullptr) {
    standing.problems = JudgeForm(snapshot, *facts.form, *facts.identity);
  }
  standing.state = StateOn({standing.relink_due, standing.permissions_observed,
                            AnyRequired(snapshot, standing.missing), !standing.problems.empty()});
  return standing;
}

std::vector<v1::StateReason> ReasonsFor(const Snapshot& snapshot,
                                        const AccountEvaluation& standing) {
  const v1::Catalog& catalog = snapshot.catalog();
  std::vector<v1::StateReason> reasons;
  if (standing.relink_due) {
    reasons.push_back(Reason(v1::STATE_REASON_KIND_NOT_RELINKED, catalog.transition_rule().id()));
  }
  for (int number : standing.missing) {
    const v1::Permission& permission = catalog.permissions(number);
    if (permission.level() != v1::PERMISSION_LEVEL_REQUIRED) continue;
    reasons.push_back(
        Reason(v1::STATE_REASON_KIND_PERMISSION_MISSING, permission.id(), permission.label()));
  }
  for (const FieldProblem& problem : standing.problems) {
    const v1::FormField& field = catalog.form_fields(problem.field);
    const bool wrong = problem.state == v1::FIELD_STATE_WRONG;
    reasons.push_back(
        Reason(wrong ? v1::STATE_REASON_KIND_FIELD_WRONG : v1::STATE_REASON_KIND_FIELD_MISSING,
               field.id(), field.label()));
  }
  if (standing.state == v1::LINK_STATE_PENDING) {
    reasons.push_back(Reason(v1::STATE_REASON_KIND_NOT_OBSERVED));
  }
  return reasons;
}

}  // namespace linkstat::core
