#include "agent/service/account_index.h"

#include <utility>

#include "agent/base/deadline.h"
#include "agent/base/status_macros.h"
#include "agent/service/account_record.h"
#include "agent/service/errors.h"

namespace linkstat::service {

absl::Status AccountIndex::Put(const store::Record& record) {
  store::v1::StoredFacts facts;
  LINKSTAT_RETURN_IF_ERROR(ReadFacts(record, facts));
  const MutexLock lock(&mutex_);
  return table_ == nullptr ? absl::OkStatus() : table_->Put(record.id, record.revision, facts);
}

void AccountIndex::Remove(absl::string_view id, store::Revision revision) {
  const MutexLock lock(&mutex_);
  if (table_ != nullptr) table_->Remove(id, revision);
}

void AccountIndex::Settle(store::Revision revision) {
  const MutexLock lock(&mutex_);
  if (table_ != nullptr) table_->Settle(revision);
}

void AccountIndex::Replace(std::unique_ptr<AccountTable> table) {
  const MutexLock lock(&mutex_);
  // The one before is destroyed after the lock.
  table_.swap(table);
}

void AccountIndex::SetComplete() {
  const MutexLock lock(&mutex_);
  complete_ = true;
  completed_.SignalAll();
}

absl::Status AccountIndex::CheckComplete() const {
  const MutexLock lock(&mutex_);
  return complete_ ? absl::OkStatus() : AccountsLoading();
}

bool AccountIndex::WaitUntilComplete(absl::Duration patience) const {
  const SteadyTime end = SteadyAfter(patience);
  const MutexLock lock(&mutex_);
  while (!complete_) {
    if (completed_.WaitUntil(&mutex_, end)) return complete_;
  }
  return true;
}

void AccountIndex::CatchUp() {
  const MutexLock lock(&mutex_);
  DeriveIfBehind();
}

void AccountIndex::DeriveIfBehind() {
  const core::SnapshotPtr served = registry_->Current();
  if (table_->snapshot()->revision() != served->revision()) table_->Rederive(served);
}

}  // namespace linkstat::service
