#ifndef LINKSTAT_AGENT_STORE_MEMORY_STORE_H_
#define LINKSTAT_AGENT_STORE_MEMORY_STORE_H_

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "agent/base/mutex.h"
#include "agent/store/notifier.h"
#include "agent/store/store.h"

namespace linkstat::store {

// Keeps records as long as the process lives. For tests and for trying out:
// durable against nothing. Never fails. A deleted record is freed at once.
class MemoryStore final : public Store {
 public:
  // An empty store. INTERNAL when the system gives no randomness.
  static absl::StatusOr<std::unique_ptr<Store>> Create();

  absl::string_view identity() const override { return identity_; }
  std::string DeriveKey(absl::string_view purpose) const override;
  absl::StatusOr<std::vector<WriteResult>> Write(absl::Span<const Mutation> mutations) override;
  absl::StatusOr<std::optional<Record>> Get(absl::string_view id) override;
  absl::StatusOr<std::optional<Record>> FindByKey(absl::string_view key) override;
  absl::StatusOr<std::vector<Record>> Scan(absl::string_view after, int limit) override;
  absl::StatusOr<Revision> LastRevision() override;
  absl::StatusOr<ChangePage> ChangesAfter(Revision after, int limit) override;
  void OnWrite(std::function<void()> written) override;
  absl::Status Check() override;

 private:
  MemoryStore(std::string identity, std::string secret)
      : identity_(std::move(identity)), secret_(std::move(secret)) {}

  WriteResult Apply(const Mutation& mutation) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  WriteResult Insert(const Mutation& mutation) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  WriteResult Update(const Mutation& mutation, Record& record)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  WriteResult Erase(Record& record) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void ForgetOldDeletions() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::string identity_;
  const std::string secret_;
  Mutex mutex_;
  std::map<std::string, Record, std::less<>> records_ ABSL_GUARDED_BY(mutex_);
  // Key to id.
  std::unordered_map<std::string, std::string> keys_ ABSL_GUARDED_BY(mutex_);
  // Digests of the keys of deleted records.
  std::set<std::string> retired_ ABSL_GUARDED_BY(mutex_);
  // The last change of every record, living or deleted: revision to id.
  std::map<Revision, std::string> changes_ ABSL_GUARDED_BY(mutex_);
  // Of the deleted: id to revision, and the other way round.
  std::unordered_map<std::string, Revision> deleted_ ABSL_GUARDED_BY(mutex_);
  std::map<Revision, std::string> deletions_ ABSL_GUARDED_BY(mutex_);
  Revision last_ ABSL_GUARDED_BY(mutex_) = 0;
  // Deletions up to here are no longer in the feed.
  Revision floor_ ABSL_GUARDED_BY(mutex_) = 0;
  Notifier notifier_;
};

}  // namespace linkstat::store

#endif  // LINKSTAT_AGENT_STORE_MEMORY_STORE_H_
