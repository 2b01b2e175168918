#ifndef LINKSTAT_AGENT_CATALOG_REGISTRY_H_
#define LINKSTAT_AGENT_CATALOG_REGISTRY_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "agent/base/clock.h"
#include "agent/base/mutex.h"
#include "agent/core/snapshot.h"
#include "linkstat/v1/catalog_service.pb.h"

namespace linkstat::catalog {

// The catalog served, and those served before. Thread-safe. A snapshot in use
// stays as it is, whatever is published meanwhile.
class Registry {
 public:
  // This many snapshots are kept besides the one served.
  static constexpr int kKept = 16;

  // A snapshot with its place in the order of publication, from 1, and the time
  // at which it was published.
  struct Version {
    uint64_t number;
    core::SnapshotPtr snapshot;
    absl::Time served_since;
  };

  // Ends the subscription when destroyed; then its callback neither runs nor
  // will run. Must not be destroyed from within the callback.
  class Subscription;

  // `clock` must outlive the registry.
  explicit Registry(core::SnapshotPtr first, const Clock* clock = &Clock::System());

  // The snapshot served. Never null.
  core::SnapshotPtr Current() const ABSL_LOCKS_EXCLUDED(mutex_);

  // The snapshot with this revision, served or kept; null when there is none.
  core::SnapshotPtr Find(absl::string_view revision) const ABSL_LOCKS_EXCLUDED(mutex_);

  // The newest place at which this revision was published, if it is kept.
  std::optional<uint64_t> NumberOf(absl::string_view revision) const ABSL_LOCKS_EXCLUDED(mutex_);

  // The versions published after `number`, oldest first. When some of them are
  // no longer kept, or for 0, only the one served.
  std::vector<Version> After(uint64_t number) const ABSL_LOCKS_EXCLUDED(mutex_);

  // The versions that are kept up to the newest one with this revision, oldest
  // first. Empty when it is not kept.
  std::vector<Version> UpTo(absl::string_view revision) const ABSL_LOCKS_EXCLUDED(mutex_);

  // Serves `snapshot` from now on, forgets a rejection and calls every
  // subscriber. A snapshot of the revision served changes nothing but the
  // rejection.
  void Publish(core::SnapshotPtr snapshot) ABSL_LOCKS_EXCLUDED(mutex_, subscribers_mutex_);

  // Remembers why the newest file is not served.
  void Reject(v1::RejectedCatalog rejected) ABSL_LOCKS_EXCLUDED(mutex_);
  std::optional<v1::RejectedCatalog> rejected() const ABSL_LOCKS_EXCLUDED(mutex_);

  // `changed` runs after each change, on the thread that published, without
  // the registry's lock; it must be quick and may call the registry's readers.
  std::unique_ptr<Subscription> Subscribe(std::function<void()> changed)
      ABSL_LOCKS_EXCLUDED(subscribers_mutex_);

 private:
  // The newest version of this revision; null when it is not kept.
  const Version* Newest(absl::string_view revision) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Unsubscribe(uint64_t id) ABSL_LOCKS_EXCLUDED(subscribers_mutex_);

  const Clock* const clock_;
  mutable Mutex mutex_;
  std::deque<Version> versions_ ABSL_GUARDED_BY(mutex_);
  std::optional<v1::RejectedCatalog> rejected_ ABSL_GUARDED_BY(mutex_);

  Mutex subscribers_mutex_;
  std::map<uint64_t, std::function<void()>> subscribers_ ABSL_GUARDED_BY(subscribers_mutex_);
  uint64_t next_subscriber_ ABSL_GUARDED_BY(subscribers_mutex_) = 1;
};

class Registry::Subscription {
 public:
  Subscription(Registry* registry, uint64_t id) : registry_(registry), id_(id) {}
  ~Subscription() { registry_->Unsubscribe(id_); }

  Subscription(const Subscription&) = delete;
  Subscription& operator=(const Subscription&) = delete;

 private:
  Registry* const registry_;
  const uint64_t id_;
};

}  // namespace linkstat::catalog

#endif  // LINKSTAT_AGENT_CATALOG_REGISTRY_H_
