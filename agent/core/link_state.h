#ifndef LINKSTAT_AGENT_CORE_LINK_STATE_H_
#define LINKSTAT_AGENT_CORE_LINK_STATE_H_

#include <optional>
#include <vector>

#include "agent/core/snapshot.h"
#include "linkstat/v1/linked_account.pb.h"
#include "linkstat/v1/permission_check.pb.h"
#include "linkstat/v1/service_account.pb.h"

// How an account's state follows from what is known of it and a catalog. The
// parts are public one by one, for the index that derives the states of many accounts
// with the same observation. Pure and thread-safe.
namespace linkstat::core {

// What is known of an account.
struct AccountFacts {
  // What the form's PROVIDED fields should hold.
  const v1::LinkIdentity* identity;
  bool transitioning = false;
  bool relinked = false;
  // Null: not observed.
  const v1::ObservedPermissions* observed = nullptr;
  const v1::ObservedForm* form = nullptr;
};

// A form field that was seen to be WRONG or MISSING.
struct FieldProblem {
  // Its number in the catalog.
  int field;
  v1::FieldState state;
};

// What decides on a state.
struct StateInputs {
  bool relink_due = false;
  bool permissions_observed = false;
  bool misses_required = false;
  bool has_field_problem = false;
};

// An account's state with what it rests on.
struct AccountEvaluation {
  v1::LinkState state;
  bool relink_due;
  bool permissions_observed;
  // The numbers of the permissions, REQUIRED and OPTIONAL, that were observed to
  // be missing; ascending.
  std::vector<int> missing;
  // In catalog order, one a field.
  std::vector<FieldProblem> problems;
};

// Whether the transition rule requires the customer to link again. A catalog
// without such a rule requires it of no one.
bool RelinkDue(const Snapshot& snapshot, bool transitioning, bool relinked);

// The permissions that `observed` misses, as AccountEvaluation.missing; the same as
// CheckPermissions calls MISSING.
std::vector<int> MissingPermissions(const Snapshot& snapshot,
                                    const v1::ObservedPermissions& observed);

// Whether a REQUIRED permission is among `permissions`.
bool AnyRequired(const Snapshot& snapshot, const std::vector<int>& permissions);

// The number of the form field that the entry names, if any.
std::optional<int> FieldOf(const Snapshot& snapshot, const v1::ObservedField& entry);

// What is wrong with the values of an entry that names `field`; absent when
// nothing is. The same as CheckServiceAccount calls WRONG and MISSING.
std::optional<FieldProblem> JudgeEntry(const Snapshot& snapshot, int field,
                                       const v1::ObservedField& entry,
                                       const v1::LinkIdentity& identity);

// The form as CheckServiceAccount takes it. Where a form that was stored under
// another catalog has several entries for one field of this one, the first with a
// problem stays, or else the first.
v1::ObservedForm OneEntryPerField(const Snapshot& snapshot, const v1::ObservedForm& form,
                                  const v1::LinkIdentity& identity);

// The rule of LinkState.
v1::LinkState StateOn(const StateInputs& basis);

// An account's state. A form that was stored under another catalog may hold
// several entries for one field of this one; then the first problem is that
// of the field.
AccountEvaluation EvaluateAccount(const Snapshot& snapshot, const AccountFacts& facts);

// Why the state is what it is, as LinkedAccount.reasons. `standing` must have
// been derived from the same snapshot.
std::vector<v1::StateReason> ReasonsFor(const Snapshot& snapshot,
                                        const AccountEvaluation& standing);

}  // namespace linkstat::core

#endif  // LINKSTAT_AGENT_CORE_LINK_STATE_H_
