#ifndef LINKSTAT_AGENT_SERVICE_ACCOUNT_WATCH_H_
#define LINKSTAT_AGENT_SERVICE_ACCOUNT_WATCH_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "agent/catalog/registry.h"
#include "agent/core/snapshot.h"
#include "agent/service/account_store.h"
#include "agent/service/change_ring.h"
#include "agent/service/observation_clock.h"
#include "agent/service/watch_cursor.h"
#include "linkstat/v1/linked_account_service.pb.h"

namespace linkstat::service {

// One reader of WatchLinkedAccounts. It pulls: between two calls it keeps
// nothing but its position, so that a reader that does not return costs nothing,
// and one that returns too late gets an error that says so.
//
// Every account's last write comes once: in the snapshot when it was made at the
// reader's revision or before, otherwise as a change. When another catalog is
// served, the accounts with another state or other reasons come again, as of the
// reader's revision.
//
// Not thread-safe; blocks as the store does.
class AccountWatch {
 public:
  struct Parts {
    AccountStore* accounts;
    const ChangeRing* ring;
    const catalog::Registry* registry;
    const ObservationClock* clock;
  };

  struct Batch {
    // To be sent in order. May be empty.
    std::vector<v1::WatchLinkedAccountsResponse> events;
    // Nothing follows until the ring wakes its readers.
    bool caught_up = false;
  };

  // All parts must outlive the watch. INVALID_ARGUMENT when the cursor is none,
  // UNAVAILABLE while the accounts are being loaded.
  static absl::StatusOr<std::unique_ptr<AccountWatch>> Open(
      const Parts& parts, const v1::WatchLinkedAccountsRequest& request);

  // What follows, at most some hundred events. A batch that is not the last for
  // now advances the reader, so that a caller may call again at once. An
  // error ends the watch: RESOURCE_EXHAUSTED when the reader fell too far behind,
  // INTERNAL when a batch would not advance the reader, otherwise as the
  // store failed.
  absl::StatusOr<Batch> Next();

  // A sign of life for a stream that is idle after the last batch was sent.
  v1::WatchLinkedAccountsResponse Mark() const;

 private:
  explicit AccountWatch(const Parts& parts);

  void Resume(const WatchCursor& cursor);
  absl::StatusOr<Batch> Step();
  absl::Status BeginSnapshot();
  absl::Status Restart(Batch& batch);
  absl::Status LookAtCatalog(Batch& batch);
  absl::Status NextOfSnapshot(Batch& batch);
  absl::Status NextOfCatalogChange(Batch& batch);
  absl::Status NextOfStore(Batch& batch);
  absl::Status NextOfRing(Batch& batch);
  absl::Status AddChange(const store::Change& change, Batch& batch);
  void AddAccount(const AccountRecord& record, Batch& batch) const;
  void BeginFollowing();
  v1::WatchLinkedAccountsResponse Event() const;

  const Parts parts_;
  // What the reader has. Its catalogs are the two snapshots below.
  WatchCursor cursor_;
  core::SnapshotPtr snapshot_;
  core::SnapshotPtr next_snapshot_;
  // In kFollow: the reader follows the ring, in this history; before, it reads
  // the store until it has everything.
  bool in_ring_ = false;
  uint64_t history_ = 0;
};

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_ACCOUNT_WATCH_H_
