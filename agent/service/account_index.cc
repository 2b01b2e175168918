#include "agent/service/account_index.h"

#include <utility>

namespace linkstat::service {

AccountIndex::AccountIndex(const catalog::Registry* registry)
    : registry_(registry), table_(std::make_unique<AccountTable>(registry->Current())) {}

void AccountIndex::Put(const AccountRecord& record) {
  std::lock_guard lock(mutex_);
  table_->Put(record);
}

void AccountIndex::Remove(absl::string_view id, store::Revision revision) {
  std::lock_guard lock(mutex_);
  table_->Remove(id, revision);
}

void AccountIndex::Settle(store::Revision revision) {
  std::lock_guard lock(mutex_);
  table_->Settle(revision);
}

void AccountIndex::Replace(std::unique_ptr<AccountTable> table) {
  std::lock_guard lock(mutex_);
  // The one before is destroyed after the lock.
  table_.swap(table);
}

void AccountIndex::CatchUp() {
  std::lock_guard lock(mutex_);
  DeriveIfBehind();
}

void AccountIndex::DeriveIfBehind() {
  const core::SnapshotPtr served = registry_->Current();
  if (table_->snapshot()->revision() != served->revision()) table_->Rederive(served);
}

}  // namespace linkstat::service
