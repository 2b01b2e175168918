#ifndef LINKSTAT_AGENT_SERVICE_ACCOUNT_FOLLOWER_H_
#define LINKSTAT_AGENT_SERVICE_ACCOUNT_FOLLOWER_H_

#include <chrono>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "agent/base/periodic_thread.h"
#include "agent/catalog/registry.h"
#include "agent/service/account_store.h"
#include "agent/service/change_ring.h"
#include "agent/service/store_health.h"
#include "agent/store/store.h"

namespace linkstat::service {

// Keeps the account index and the change ring in step with a store, whoever
// writes to it, and the index with the catalog served. A thread of its own works
// when the store or the registry reports a change. It also checks the store at
// an interval, whether or not anything is written: a store whose file is gone
// reports it only when it is asked. Destruction ends the thread.
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
  };

  // Reads every account, then begins to follow. All parts must outlive the
  // follower. Fails as the store does.
  static absl::StatusOr<std::unique_ptr<AccountFollower>> Start(const Parts& parts);
  ~AccountFollower();

  AccountFollower(const AccountFollower&) = delete;
  AccountFollower& operator=(const AccountFollower&) = delete;

 private:
  explicit AccountFollower(const Parts& parts) : parts_(parts) {}

  // Begins anew: the index and the ring as of now.
  absl::Status Load();
  // Takes in what changed since position_.
  absl::Status Follow();
  absl::Status Take(const store::ChangePage& page);
  void AskStore();
  // Returns the time until the store is to be checked.
  absl::Duration Run();
  bool CheckIsDue() const;
  void PlanCheck();
  void LookAtCatalog();

  const Parts parts_;
  // Used by Start, then by the thread.
  store::Revision position_ = 0;
  std::string catalog_revision_;

  // The thread's own: when the store is to be checked.
  std::chrono::steady_clock::time_point next_check_;
  absl::optional<PeriodicThread> thread_;
  std::unique_ptr<catalog::Registry::Subscription> catalog_changes_;
};

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_ACCOUNT_FOLLOWER_H_
