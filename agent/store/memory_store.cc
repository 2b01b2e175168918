#include "agent/store/memory_store.h"

#include <algorithm>
#include <utility>

#include "agent/base/random.h"
#include "agent/base/status_macros.h"
#include "agent/store/key_digest.h"
#include "agent/store/limits.h"

namespace linkstat::store {

absl::StatusOr<std::unique_ptr<Store>> MemoryStore::Create() {
  LINKSTAT_ASSIGN_OR_RETURN(std::string identity, Random::System().Bytes(kIdentityBytes));
  LINKSTAT_ASSIGN_OR_RETURN(std::string secret, Random::System().Bytes(kDigestBytes));
  return std::unique_ptr<Store>(new MemoryStore(std::move(identity), std::move(secret)));
}

std::string MemoryStore::DeriveKey(absl::string_view purpose) const {
  return store::DeriveKey(secret_, purpose);
}

absl::StatusOr<std::vector<WriteResult>> MemoryStore::Write(absl::Span<const Mutation> mutations) {
  LINKSTAT_RETURN_IF_ERROR(CheckMutations(mutations));
  std::vector<WriteResult> results;
  results.reserve(mutations.size());
  bool written = false;
  {
    const MutexLock lock(&mutex_);
    for (const Mutation& mutation : mutations) {
      results.push_back(Apply(mutation));
      written = written || results.back().outcome == WriteOutcome::kWritten;
    }
    ForgetOldDeletions();
  }
  if (written) notifier_.Notify();
  return results;
}

WriteResult MemoryStore::Apply(const Mutation& mutation) {
  const auto found = records_.find(mutation.id);
  const Revision current = found == records_.end() ? 0 : found->second.revision;
  if (current != mutation.expected) return {WriteOutcome::kConflict};
  if (current == 0) return Insert(mutation);
  return mutation.value.has_value() ? Update(mutation, found->second) : Erase(found->second);
}

WriteResult MemoryStore::Insert(const Mutation& mutation) {
  if (keys_.contains(mutation.key)) return {WriteOutcome::kKeyTaken};
  if (retired_.contains(KeyDigest(secret_, mutation.key))) return {WriteOutcome::kKeyRetired};
  const auto deleted = deleted_.find(mutation.id);
  if (deleted != deleted_.end()) {
    changes_.erase(deleted->second);
    deletions_.erase(deleted->second);
    deleted_.erase(deleted);
  }
  ++last_;
  records_[mutation.id] = {mutation.id, *mutation.value, mutation.key, last_};
  keys_[mutation.key] = mutation.id;
  changes_[last_] = mutation.id;
  return {WriteOutcome::kWritten, last_};
}

WriteResult MemoryStore::Update(const Mutation& mutation, Record& record) {
  changes_.erase(record.revision);
  record.value = *mutation.value;
  record.revision = ++last_;
  changes_[last_] = record.id;
  return {WriteOutcome::kWritten, last_};
}

WriteResult MemoryStore::Erase(Record& record) {
  changes_.erase(record.revision);
  keys_.erase(record.key);
  retired_.insert(KeyDigest(secret_, record.key));
  const std::string id = record.id;
  records_.erase(id);
  changes_[++last_] = id;
  deletions_[last_] = id;
  deleted_[id] = last_;
  return {WriteOutcome::kWritten, last_};
}

void MemoryStore::ForgetOldDeletions() {
  while (!deletions_.empty() && deletions_.begin()->first + kDeletionsKept <= last_) {
    floor_ = deletions_.begin()->first;
    changes_.erase(floor_);
    deleted_.erase(deletions_.begin()->second);
    deletions_.erase(deletions_.begin());
  }
}

absl::StatusOr<std::optional<Record>> MemoryStore::Get(absl::string_view id) {
  const MutexLock lock(&mutex_);
  const auto found = records_.find(std::string(id));
  if (found == records_.end()) return std::optional<Record>();
  return std::make_optional(found->second);
}

absl::StatusOr<std::optional<Record>> MemoryStore::FindByKey(absl::string_view key) {
  const MutexLock lock(&mutex_);
  const auto found = keys_.find(std::string(key));
  if (found == keys_.end()) return std::optional<Record>();
  return std::make_optional(records_.find(found->second)->second);
}

absl::StatusOr<std::vector<Record>> MemoryStore::Scan(absl::string_view after, int limit) {
  LINKSTAT_RETURN_IF_ERROR(CheckPageLimit(limit));
  const MutexLock lock(&mutex_);
  std::vector<Record> page;
  for (auto it = records_.upper_bound(std::string(after));
       it != records_.end() && static_cast<int>(page.size()) < limit; ++it) {
    page.push_back(it->second);
  }
  return page;
}

absl::StatusOr<Revision> MemoryStore::LastRevision() {
  const MutexLock lock(&mutex_);
  return last_;
}

absl::StatusOr<ChangePage> MemoryStore::ChangesAfter(Revision after, int limit) {
  LINKSTAT_RETURN_IF_ERROR(CheckPageLimit(limit));
  const MutexLock lock(&mutex_);
  LINKSTAT_RETURN_IF_ERROR(CheckChangesAfter(after, floor_, last_));
  ChangePage page;
  auto it = changes_.upper_bound(after);
  for (; it != changes_.end() && static_cast<int>(page.changes.size()) < limit; ++it) {
    Change change{it->first, it->second, std::nullopt};
    const auto record = records_.find(it->second);
    if (record != records_.end()) change.record = record->second;
    page.changes.push_back(std::move(change));
  }
  page.complete = it == changes_.end();
  page.next = page.complete ? last_ : page.changes.back().revision;
  return page;
}

void MemoryStore::OnWrite(std::function<void()> written) { notifier_.Set(std::move(written)); }

absl::Status MemoryStore::Check() { return absl::OkStatus(); }

}  // namespace linkstat::store
