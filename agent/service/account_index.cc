#include "agent/service/account_index.h"

#include <utility>

#include "agent/base/status_macros.h"
#include "agent/service/account_record.h"
#include "agent/service/errors.h"

namespace linkstat::service {

absl::Status AccountIndex::Put(const store::Record& record) {
  store::v1::StoredFacts facts;
  LINKSTAT_RETURN_IF_ERROR(ReadFacts(record, facts));
  absl::MutexLock lock(&mutex_);
  return table_ == nullptr ? absl::OkStatus() : table_->Put(record.id, record.revision, facts);
}

void AccountIndex::Remove(absl::string_view id, store::Revision revision) {
  absl::MutexLock lock(&mutex_);
  if (table_ != nullptr) table_->Remove(id, revision);
}

void AccountIndex::Settle(store::Revision revision) {
  absl::MutexLock lock(&mutex_);
  if (table_ != nullptr) table_->Settle(revision);
}

void AccountIndex::Replace(std::unique_ptr<AccountTable> table) {
  absl::MutexLock lock(&mutex_);
  // The one before is destroyed after the lock.
  table_.swap(table);
}

void AccountIndex::SetComplete() {
  absl::MutexLock lock(&mutex_);
  complete_ = true;
}

absl::Status AccountIndex::CheckComplete() const {
  absl::MutexLock lock(&mutex_);
  return complete_ ? absl::OkStatus() : AccountsLoading();
}

bool AccountIndex::WaitUntilComplete(absl::Duration patience) const {
  absl::MutexLock lock(&mutex_);
  return mutex_.AwaitWithTimeout(absl::Condition(&complete_), patience);
}

void AccountIndex::CatchUp() {
  absl::MutexLock lock(&mutex_);
  DeriveIfBehind();
}

void AccountIndex::DeriveIfBehind() {
  const core::SnapshotPtr served = registry_->Current();
  if (table_->snapshot()->revision() != served->revision()) table_->Rederive(served);
}

}  // namespace linkstat::service
