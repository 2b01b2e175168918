#include "agent/core/decide.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"

namespace linkstat::core {
namespace {

void Grant(const NameIndex& index, const v1::ObservedPermissions& observed, Decision& decision) {
  absl::flat_hash_set<absl::string_view> seen;
  for (const std::string& name : observed.names()) {
    const std::optional<NameHit> hit = index.Find(name);
    if (hit.has_value()) decision.granted[hit->entry] = true;
    if (hit.has_value() && hit->kind == v1::MATCH_KIND_EXACT) continue;
    if (!seen.insert(name).second) continue;
    if (hit.has_value()) {
      decision.inexact.push_back({name, *hit});
    } else {
      decision.unrecognized.push_back(name);
    }
  }
}

void Block(const std::vector<std::vector<int>>& required_feeders, Decision& decision) {
  const auto is_missing = [&](int permission) { return !decision.granted[permission]; };
  for (size_t domain = 0; domain < required_feeders.size(); ++domain) {
    const std::vector<int>& feeders = required_feeders[domain];
    if (std::any_of(feeders.begin(), feeders.end(), is_missing)) decision.blocked[domain] = true;
  }
}

v1::Verdict VerdictOn(const std::vector<int>& required, const Decision& decision) {
  const bool satisfied = std::all_of(required.begin(), required.end(),
                                     [&](int permission) { return decision.granted[permission]; });
  return satisfied ? v1::VERDICT_SATISFIED : v1::VERDICT_NOT_SATISFIED;
}

}  // namespace

Decision Decide(const Snapshot& snapshot, const v1::ObservedPermissions* observed) {
  const NameIndex& index = snapshot.permission_names();
  Decision decision{v1::VERDICT_INDETERMINATE, {}, {}, {}, {}};
  if (observed == nullptr) return decision;
  Grant(index, *observed, decision);
  Block(snapshot.required_feeders(), decision);
  decision.verdict = VerdictOn(snapshot.required_permissions(), decision);
  return decision;
}

}  // namespace linkstat::core
