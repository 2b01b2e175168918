#ifndef LINKSTAT_AGENT_SERVICE_ACCOUNTS_H_
#define LINKSTAT_AGENT_SERVICE_ACCOUNTS_H_

#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "agent/base/clock.h"
#include "agent/base/random.h"
#include "agent/catalog/registry.h"
#include "agent/service/account_change.h"
#include "agent/service/account_follower.h"
#include "agent/service/account_index.h"
#include "agent/service/account_linking.h"
#include "agent/service/account_settings.h"
#include "agent/service/account_store.h"
#include "agent/service/account_watch.h"
#include "agent/service/change_ring.h"
#include "agent/service/create_account.h"
#include "agent/service/delete_account.h"
#include "agent/service/find_account.h"
#include "agent/service/list_accounts.h"
#include "agent/service/observation_clock.h"
#include "agent/service/preview_impact.h"
#include "agent/service/report_account.h"
#include "agent/service/report_batch.h"
#include "agent/service/store_health.h"
#include "agent/store/store.h"

namespace linkstat::service {

// The linked accounts of one store: every use case, put together and kept in
// step with the store and the catalog served. Thread-safe.
class Accounts {
 public:
  struct Parts {
    std::unique_ptr<store::Store> store;
    catalog::Registry* registry = nullptr;
    AccountSettings settings;
    const Clock* clock = &Clock::System();
    // How far ahead of the clock an observation may be: 0 or more.
    absl::Duration observation_tolerance = kDefaultObservationTolerance;
    FutureReplaced future_replaced;
    Random* random = &Random::System();
    // As StoreHealth's; may be null.
    std::function<void(const absl::Status&)> store_health_changed;
    // As AccountFollower::Parts::loaded; may be null.
    std::function<void(const LoadSummary&)> loaded;
  };

  // Begins to load every account of the store, which must not be null. What needs
  // no other account than those it names is served at once; listing, summarizing,
  // previewing and watching are UNAVAILABLE until all are loaded. The registry, the
  // clock and the randomness must outlive the accounts.
  static std::unique_ptr<Accounts> Start(Parts parts);

  // Waits until all accounts are loaded; false when that takes longer.
  bool WaitUntilLoaded(absl::Duration patience) const { return index_.WaitUntilComplete(patience); }

  Accounts(const Accounts&) = delete;
  Accounts& operator=(const Accounts&) = delete;

  const CreateAccount& create() const { return create_; }
  const FindAccount& find() const { return find_; }
  const ListAccounts& list() const { return list_; }
  const DeleteAccount& remove() const { return remove_; }
  const ReportAccount& report() const { return report_; }
  const PreviewImpact& preview() const { return preview_; }
  const AccountLinking& linking() const { return linking_; }

  // As MakeChanges; the changes are those that create(), remove() and report() planned.
  void Make(const AccountChanges& changes) { MakeChanges(accounts_, changes); }

  // A stream of reports, a reader of changes; each for one call.
  std::unique_ptr<ReportStream> NewReportStream();
  AccountWatch::Parts WatchParts();

  // Whose wake-ups the readers of changes want to hear.
  ChangeRing& changes() { return ring_; }

 private:
  explicit Accounts(Parts parts);

  const std::unique_ptr<store::Store> store_;
  catalog::Registry* const registry_;
  const ObservationClock clock_;
  const FutureReplaced future_replaced_;
  StoreHealth health_;
  AccountIndex index_;
  AccountStore accounts_;
  ChangeRing ring_;
  const CreateAccount create_;
  const FindAccount find_;
  const ListAccounts list_;
  const DeleteAccount remove_;
  const ReportAccount report_;
  const PreviewImpact preview_;
  const AccountLinking linking_;
  // The last member: it uses the others until it ends.
  std::unique_ptr<AccountFollower> follower_;
};

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_ACCOUNTS_H_
