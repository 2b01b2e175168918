#include "agent/service/account_index.h"

#include <utility>

namespace linkstat::service {

AccountIndex::AccountIndex(const catalog::Registry* registry)
    : registry_(registry), table_(std::make_unique<AccountTable>(registry->Current())) {}

void AccountIndex::Put(const AccountRecord& record) {
  absl::MutexLock lock(&mutex_);
  table_->Put(record);
}

void AccountIndex::Remove(absl::string_view id, store::Revision revision) {
  absl::MutexLock lock(&mutex_);
  table_->Remove(id, revision);
}

void AccountIndex::Settle(store::Revision revision) {
  absl::MutexLock lock(&mutex_);
  table_->Settle(revision);
}

void AccountIndex::Replace(std::unique_ptr<AccountTable> table) {
  absl::MutexLock lock(&mutex_);
  // The one before is destroyed after the lock.
  table_.swap(table);
}

bool AccountIndex::IsCurrent() const {
  return table_->snapshot()->revision() == registry_->Current()->revision();
}

void AccountIndex::CatchUp() {
  {
    absl::ReaderMutexLock lock(&mutex_);
    if (IsCurrent()) return;
  }
  absl::MutexLock lock(&mutex_);
  if (!IsCurrent()) table_->Rederive(registry_->Current());
}

}  // namespace linkstat::service
