#ifndef LINKSTAT_AGENT_SERVICE_STATE_HISTORY_H_
#define LINKSTAT_AGENT_SERVICE_STATE_HISTORY_H_

#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "agent/catalog/registry.h"
#include "agent/core/link_state.h"
#include "agent/core/snapshot.h"
#include "linkstat/store/v1/stored_account.pb.h"

namespace linkstat::service {

// An account's state, and since when it is in it; absent when that is not known.
struct TimedState {
  v1::LinkState state;
  std::optional<absl::Time> since;
};

// Tells since when accounts are in their states under one catalog, as
// LinkedAccount.state_since: from what their last writes left in the store and
// from the catalogs that this agent served after them. Immutable.
class StateHistory {
 public:
  // Under the catalog served.
  explicit StateHistory(const catalog::Registry& registry);
  // Under `snapshot`, which is or was served; must not be null.
  StateHistory(const catalog::Registry& registry, core::SnapshotPtr snapshot);

  const core::Snapshot& snapshot() const { return *snapshot_; }

  // `state` must be that of `account` under snapshot().
  std::optional<absl::Time> Since(const store::v1::StoredAccount& account,
                                  v1::LinkState state) const;

  TimedState StateOf(const store::v1::StoredAccount& account) const;

  // Notes in `account` which state a write at the time `now` brings it to.
  // `before` is what StateOf said before the write; absent for a new account.
  void Mark(const std::optional<TimedState>& before, absl::Time now,
            store::v1::StoredAccount& account) const;

 private:
  const core::SnapshotPtr snapshot_;
  // Those served up to snapshot_, oldest first. Empty when it is no longer kept.
  const std::vector<catalog::Registry::Version> versions_;
};

// What decides on the state of `account`, which must outlive the result.
core::AccountFacts FactsOf(const store::v1::StoredAccount& account);

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_STATE_HISTORY_H_
