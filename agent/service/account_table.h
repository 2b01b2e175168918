#ifndef LINKSTAT_AGENT_SERVICE_ACCOUNT_TABLE_H_
#define LINKSTAT_AGENT_SERVICE_ACCOUNT_TABLE_H_

#include <memory>
#include <string>

#include "absl/container/btree_set.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "agent/core/snapshot.h"
#include "agent/service/account_groups.h"
#include "agent/service/derivation.h"
#include "agent/service/indexed_account.h"
#include "agent/service/observation_table.h"
#include "agent/store/store.h"
#include "linkstat/store/v1/stored_account.pb.h"

namespace linkstat::service {

// What decides on the state of every account of a store, and the states derived
// under one catalog. Writes may arrive in any order; each record ends up as of
// its greatest revision. Readers may share a table that is not changed.
class AccountTable {
 public:
  using Accounts = absl::btree_set<IndexedAccount::Ptr, ById>;

  explicit AccountTable(core::SnapshotPtr snapshot);

  // The account was written, or deleted, at a revision. Without effect when a
  // later write to it is known. Costs least for an account behind all others.
  // DATA_LOSS as ObservationTable::Add; then nothing changes.
  absl::Status Put(absl::string_view id, store::Revision revision,
                   const store::v1::StoredFacts& facts);
  void Remove(absl::string_view id, store::Revision revision);

  // Every write up to `revision` has arrived; what arrives of them later is old.
  void Settle(store::Revision revision);

  // Derives every state again.
  void Rederive(core::SnapshotPtr snapshot);

  // Deletions that are remembered, because a write before one of them may still
  // arrive: those after the revision of Settle.
  size_t remembered_deletions() const { return deleted_.size(); }

  // The catalog that the states are derived under.
  const core::SnapshotPtr& snapshot() const { return snapshot_; }
  // In order of id.
  const Accounts& accounts() const { return accounts_; }
  const AccountGroups& groups() const { return groups_; }
  const Derivation& derivation() const { return *derivation_; }
  const ObservationTable& observations() const { return observations_; }

 private:
  // The first account that is not before `id`.
  Accounts::const_iterator PlaceOf(absl::string_view id) const;
  bool IsAt(Accounts::const_iterator place, absl::string_view id) const;
  bool IsOld(Accounts::const_iterator place, absl::string_view id, store::Revision revision) const;
  // The account after it.
  Accounts::const_iterator Erase(Accounts::const_iterator account);

  core::SnapshotPtr snapshot_;
  ObservationTable observations_;
  std::unique_ptr<Derivation> derivation_;
  Accounts accounts_;
  AccountGroups groups_;
  store::Revision settled_ = 0;
  // The revisions of deletions after settled_.
  absl::flat_hash_map<std::string, store::Revision> deleted_;
};

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_ACCOUNT_TABLE_H_
