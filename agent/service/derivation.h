#ifndef LINKSTAT_AGENT_SERVICE_DERIVATION_H_
#define LINKSTAT_AGENT_SERVICE_DERIVATION_H_

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "agent/core/link_state.h"
#include "agent/core/snapshot.h"
#include "agent/service/observation_table.h"

namespace linkstat::service {

// A set of missing permissions, by its number in a Derivation.
using MissingSet = uint32_t;

// What an index keeps of a standing.
struct DerivedState {
  v1::LinkState state;
  MissingSet missing;
};

// Derives the states of many accounts under one catalog, with the decisions of
// agent/core/link_state.h: each distinct observation is judged once, whoever
// shares it. Not thread-safe.
class Derivation {
 public:
  // Both must outlive the derivation. The table may change meanwhile.
  Derivation(const core::Snapshot* snapshot, const ObservationTable* table);

  DerivedState Derive(const CompactFacts& facts);

  // The same as core::EvaluateAccount on the account.
  core::AccountEvaluation EvaluationOf(const CompactFacts& facts);

  // The numbers of the permissions in a set, ascending.
  const std::vector<int>& Permissions(MissingSet set) const { return sets_[set].permissions; }

 private:
  // Of permissions, an observation's judgement; remembered for a version of the
  // table's entry, as is EntryMemo.
  struct PermissionsMemo {
    uint32_t version = 0;
    MissingSet missing = 0;
  };

  // What one form entry means, apart from the account that it is in.
  struct EntryMemo {
    enum class Verdict { kFine, kProblem, kDependsOnAccount };
    uint32_t version = 0;
    Verdict verdict = Verdict::kFine;
    core::FieldProblem problem = {};
  };

  struct Set {
    std::vector<int> permissions;
    bool has_required;
  };

  MissingSet Intern(std::vector<int> permissions);
  MissingSet MissingOf(const CompactFacts& facts);
  const EntryMemo& MemoOf(InternPool::Id entry);
  EntryMemo JudgeApart(InternPool::Id entry) const;
  std::optional<core::FieldProblem> ProblemIn(const CompactForm& form, InternPool::Id entry);
  bool HasProblem(const CompactForm& form);

  const core::Snapshot* const snapshot_;
  const ObservationTable* const table_;
  std::vector<PermissionsMemo> permissions_;
  std::vector<EntryMemo> entries_;
  std::vector<Set> sets_;
  std::map<std::vector<int>, MissingSet> set_numbers_;
};

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_DERIVATION_H_
