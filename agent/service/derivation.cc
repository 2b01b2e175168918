#include "agent/service/derivation.h"

#include <algorithm>
#include <utility>

namespace linkstat::service {
namespace {

// The field's one value is to the letter what the linking flow provides, which
// is right for every account.
bool HoldsProvidedValue(const v1::FormField& field, const v1::ObservedField& marked) {
  return field.kind() == v1::FIELD_KIND_PROVIDED && marked.values_size() == 1 &&
         marked.values(0) == ObservationTable::MarkOf(field.provided());
}

}  // namespace

Derivation::Derivation(const core::Snapshot* snapshot, const ObservationTable* table)
    : snapshot_(snapshot), table_(table) {
  Intern({});
}

MissingSet Derivation::Intern(std::vector<int> permissions) {
  const auto [found, inserted] =
      set_numbers_.try_emplace(permissions, static_cast<MissingSet>(sets_.size()));
  if (inserted) {
    const bool has_required = core::AnyRequired(*snapshot_, permissions);
    sets_.push_back({std::move(permissions), has_required});
  }
  return found->second;
}

MissingSet Derivation::MissingOf(const CompactFacts& facts) {
  constexpr MissingSet kNothing = 0;
  const InternPool::Id id = facts.permissions;
  if (id == InternPool::kNone) return kNothing;
  const uint32_t version = table_->permissions().version(id);
  if (permissions_.size() <= id) permissions_.resize(table_->permissions().limit());
  if (permissions_[id].version != version) {
    permissions_[id] = {version,
                        Intern(core::MissingPermissions(*snapshot_, table_->Permissions(id)))};
  }
  return permissions_[id].missing;
}

const Derivation::EntryMemo& Derivation::MemoOf(InternPool::Id entry) {
  if (entries_.size() <= entry) entries_.resize(table_->entries().limit());
  EntryMemo& memo = entries_[entry];
  if (memo.version != table_->entries().version(entry)) memo = JudgeApart(entry);
  return memo;
}

Derivation::EntryMemo Derivation::JudgeApart(InternPool::Id entry) const {
  EntryMemo memo;
  memo.version = table_->entries().version(entry);
  const v1::ObservedField marked = table_->MarkedEntry(entry);
  const std::optional<int> number = core::FieldOf(*snapshot_, marked);
  if (!number.has_value()) return memo;
  const v1::FormField& field = snapshot_->catalog().form_fields(*number);
  if (HoldsProvidedValue(field, marked)) return memo;
  if (field.kind() == v1::FIELD_KIND_PROVIDED || ObservationTable::HasMark(marked)) {
    memo.verdict = EntryMemo::Verdict::kDependsOnAccount;
    memo.problem.field = *number;
    return memo;
  }
  const auto problem = core::JudgeEntry(*snapshot_, *number, marked, v1::LinkIdentity());
  if (!problem.has_value()) return memo;
  memo.verdict = EntryMemo::Verdict::kProblem;
  memo.problem = *problem;
  return memo;
}

std::optional<core::FieldProblem> Derivation::ProblemIn(const CompactForm& form,
                                                        InternPool::Id entry) {
  const EntryMemo& memo = MemoOf(entry);
  switch (memo.verdict) {
    case EntryMemo::Verdict::kFine:
      return std::nullopt;
    case EntryMemo::Verdict::kProblem:
      return memo.problem;
    case EntryMemo::Verdict::kDependsOnAccount:
      break;
  }
  return core::JudgeEntry(*snapshot_, memo.problem.field, table_->Entry(entry, form),
                          table_->Identity(form));
}

bool Derivation::HasProblem(const CompactForm& form) {
  return std::any_of(form.entries.begin(), form.entries.end(),
                     [&](InternPool::Id entry) { return ProblemIn(form, entry).has_value(); });
}

DerivedState Derivation::Derive(const CompactFacts& facts) {
  const MissingSet missing = MissingOf(facts);
  core::StateInputs basis;
  basis.relink_due = core::RelinkDue(*snapshot_, facts.transitioning, facts.relinked);
  basis.permissions_observed = facts.permissions != InternPool::kNone;
  basis.misses_required = sets_[missing].has_required;
  basis.has_field_problem = facts.form.has_value() && HasProblem(*facts.form);
  return {core::StateOn(basis), missing};
}

core::AccountEvaluation Derivation::EvaluationOf(const CompactFacts& facts) {
  const DerivedState derived = Derive(facts);
  core::AccountEvaluation standing;
  standing.state = derived.state;
  standing.relink_due = core::RelinkDue(*snapshot_, facts.transitioning, facts.relinked);
  standing.permissions_observed = facts.permissions != InternPool::kNone;
  standing.missing = Permissions(derived.missing);
  if (!facts.form.has_value()) return standing;
  std::map<int, core::FieldProblem> by_field;
  for (const InternPool::Id entry : facts.form->entries) {
    const std::optional<core::FieldProblem> problem = ProblemIn(*facts.form, entry);
    if (problem.has_value()) by_field.emplace(problem->field, *problem);
  }
  for (const auto& [field, problem] : by_field) standing.problems.push_back(problem);
  return standing;
}

}  // namespace linkstat::service
