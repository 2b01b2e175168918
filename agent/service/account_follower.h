#ifndef LINKSTAT_AGENT_SERVICE_ACCOUNT_FOLLOWER_H_
#define LINKSTAT_AGENT_SERVICE_ACCOUNT_FOLLOWER_H_

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "agent/base/periodic_thread.h"
#include "agent/catalog/registry.h"
#include "agent/service/account_store.h"
#include "agent/service/change_ring.h"
#include "agent/service/store_health.h"
#include "agent/store/store.h"

namespace linkstat::service {

// How the accounts of a store were loaded.
struct LoadSummary {
  size_t accounts;
  absl::Duration took;
};

// Loads the account index from a store, and keeps it and the change ring in step
// with the store, whatever agent writes to it, and the index with the catalog served. A
// thread of its own works when the store or the registry reports a change. It also
// checks the store at an interval, whether or not anything is written: a store
// whose file is gone reports it only when it is checked. Destruction ends the thread.
//
// A store that is UNAVAILABLE while the index is loaded is tried again at the
// interval. With any other failure the index stays incomplete and the store's
// health bad.
class AccountFollower {
 public:
  struct Parts {
    store::Store* store;
    catalog::Registry* registry;
    AccountStore* accounts;
    ChangeRing* ring;
    StoreHealth* health;
    // How often the store is checked, by a steady clock.
    absl::Duration check_interval = absl::Milliseconds(500);
    // Called once, on the thread, when the index is complete. May be null.
    std::function<void(const LoadSummary&)> loaded = nullptr;
  };

  // All parts must outlive the follower.
  static std::unique_ptr<AccountFollower> Start(const Parts& parts);
  ~AccountFollower();

  AccountFollower(const AccountFollower&) = delete;
  AccountFollower& operator=(const AccountFollower&) = delete;

 private:
  explicit AccountFollower(const Parts& parts) : parts_(parts) {}

  enum class Phase { kLoading, kFollowing, kFailed };

  // Loads the index and completes it, unless the last attempt was a moment ago.
  void LoadAtStart();
  // Starts over: the index and the ring as of now.
  absl::Status Load();
  // Takes in what changed since position_.
  absl::Status Follow();
  absl::Status Take(const store::ChangePage& page);
  void AskStore();
  // Returns the time until the store is to be checked, or loaded again.
  absl::Duration Run();
  bool CheckIsDue() const;
  void PlanCheck();
  void LookAtCatalog();

  const Parts parts_;
  // The thread's own, up to stopping_.
  store::Revision position_ = 0;
  std::string catalog_revision_;
  // When the store is to be checked.
  std::chrono::steady_clock::time_point next_check_;

  // When the load began, in which phase the follower is, and whether it has tried to load.
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  Phase phase_ = Phase::kLoading;
  bool tried_ = false;

  std::atomic<bool> stopping_{false};
  std::optional<PeriodicThread> thread_;
  std::unique_ptr<catalog::Registry::Subscription> catalog_changes_;
};

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_ACCOUNT_FOLLOWER_H_
