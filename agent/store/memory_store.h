#ifndef LINKSTAT_AGENT_STORE_MEMORY_STORE_H_
#define LINKSTAT_AGENT_STORE_MEMORY_STORE_H_

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

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

  // The rest is called with mutex_ held.
  WriteResult Apply(const Mutation& mutation);
  WriteResult Insert(const Mutation& mutation);
  WriteResult Update(const Mutation& mutation, Record& record);
  WriteResult Erase(Record& record);
  void ForgetOldDeletions();

  const std::string identity_;
  const std::string secret_;
  std::mutex mutex_;
  std::map<std::string, Record, std::less<>> records_;
  // Key to id.
  std::unordered_map<std::string, std::string> keys_;
  // Digests of the keys of deleted records.
  std::set<std::string> retired_;
  // The last change of every record, living or deleted: revision to id.
  std::map<Revision, std::string> changes_;
  // Of the deleted: id to revision, and the other way round.
  std::unordered_map<std::string, Revision> deleted_;
  std::map<Revision, std::string> deletions_;
  Revision last_ = 0;
  // Deletions up to here are no longer in the feed.
  Revision floor_ = 0;
  Notifier notifier_;
};

}  // namespace linkstat::store

#endif  // LINKSTAT_AGENT_STORE_MEMORY_STORE_H_
