#include "agent/service/account_table.h"

#include <algorithm>
#include <utility>

#include "agent/base/status_macros.h"

namespace linkstat::service {

AccountTable::AccountTable(core::SnapshotPtr snapshot)
    : snapshot_(std::move(snapshot)),
      derivation_(std::make_unique<Derivation>(snapshot_.get(), &observations_)) {}

AccountTable::Accounts::const_iterator AccountTable::PlaceOf(absl::string_view id) const {
  // When many come in order, the search is what takes longest.
  const bool is_last = !accounts_.empty() && (*accounts_.rbegin())->id() < id;
  return is_last ? accounts_.end() : accounts_.lower_bound(id);
}

bool AccountTable::IsAt(Accounts::const_iterator place, absl::string_view id) const {
  return place != accounts_.end() && (*place)->id() == id;
}

bool AccountTable::IsOld(Accounts::const_iterator place, absl::string_view id,
                         store::Revision revision) const {
  if (IsAt(place, id)) return revision <= (*place)->revision();
  const auto deleted = deleted_.find(id);
  return revision <= (deleted == deleted_.end() ? settled_ : deleted->second);
}

absl::Status AccountTable::Put(absl::string_view id, store::Revision revision,
                               const store::v1::StoredFacts& facts) {
  auto place = PlaceOf(id);
  if (IsOld(place, id, revision)) return absl::OkStatus();
  // Before the old ones go, so that what both have in common stays in the table.
  LINKSTAT_ASSIGN_OR_RETURN(const CompactFacts compact, observations_.Add(facts));
  if (IsAt(place, id)) place = Erase(place);
  deleted_.erase(id);
  IndexedAccount::Ptr account = IndexedAccount::Make(id, revision, compact);
  groups_.Insert(account.get(), derivation_->Derive(account->facts()));
  accounts_.insert(place, std::move(account));
  return absl::OkStatus();
}

void AccountTable::Remove(absl::string_view id, store::Revision revision) {
  const auto place = PlaceOf(id);
  if (IsOld(place, id, revision)) return;
  if (revision > settled_) deleted_[id] = revision;
  if (IsAt(place, id)) Erase(place);
}

AccountTable::Accounts::const_iterator AccountTable::Erase(Accounts::const_iterator account) {
  groups_.Erase(account->get());
  observations_.Remove((*account)->facts());
  return accounts_.erase(account);
}

void AccountTable::Settle(store::Revision revision) {
  settled_ = std::max(settled_, revision);
  absl::erase_if(deleted_, [&](const auto& entry) { return entry.second <= settled_; });
}

void AccountTable::Rederive(core::SnapshotPtr snapshot) {
  snapshot_ = std::move(snapshot);
  derivation_ = std::make_unique<Derivation>(snapshot_.get(), &observations_);
  groups_ = AccountGroups();
  for (const auto& account : accounts_) {
    groups_.Insert(account.get(), derivation_->Derive(account->facts()));
  }
}

}  // namespace linkstat::service
