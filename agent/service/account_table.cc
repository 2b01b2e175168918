#include "agent/service/account_table.h"

#include <algorithm>
#include <utility>

namespace linkstat::service {

AccountTable::AccountTable(core::SnapshotPtr snapshot)
    : snapshot_(std::move(snapshot)),
      derivation_(std::make_unique<Derivation>(snapshot_.get(), &observations_)) {}

bool AccountTable::IsOld(absl::string_view id, store::Revision revision) const {
  const auto account = accounts_.find(id);
  if (account != accounts_.end()) return revision <= (*account)->revision;
  const auto deleted = deleted_.find(id);
  return revision <= (deleted == deleted_.end() ? settled_ : deleted->second);
}

void AccountTable::Put(const AccountRecord& record) {
  if (IsOld(record.id, record.revision)) return;
  deleted_.erase(record.id);
  auto found = accounts_.lower_bound(record.id);
  if (found == accounts_.end() || (*found)->id != record.id) {
    auto account = std::make_unique<IndexedAccount>();
    account->id = record.id;
    found = accounts_.insert(found, std::move(account));
  } else {
    groups_.Erase(found->get());
  }
  SetFacts(record, **found);
}

void AccountTable::SetFacts(const AccountRecord& record, IndexedAccount& account) {
  // First the new ones, so that what both have in common stays in the table.
  const CompactFacts before = std::exchange(account.facts, observations_.Add(record.account));
  observations_.Remove(before);
  account.revision = record.revision;
  groups_.Insert(&account, derivation_->Derive(account.facts));
}

void AccountTable::Remove(absl::string_view id, store::Revision revision) {
  if (IsOld(id, revision)) return;
  if (revision > settled_) deleted_[id] = revision;
  const auto found = accounts_.find(id);
  if (found == accounts_.end()) return;
  groups_.Erase(found->get());
  observations_.Remove((*found)->facts);
  accounts_.erase(found);
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
    groups_.Insert(account.get(), derivation_->Derive(account->facts));
  }
}

}  // namespace linkstat::service
