#ifndef LINKSTAT_TESTS_SERVICE_ROOM_H_
#define LINKSTAT_TESTS_SERVICE_ROOM_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "agent/catalog/registry.h"
#include "agent/service/account_follower.h"
#include "agent/service/account_index.h"
#include "agent/service/account_linking.h"
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
#include "agent/service/store_health.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_random.h"
#include "tests/support/faulty_store.h"

namespace linkstat::test {

// 2026-03-01T12:00:00Z, when the clock of a room begins.
absl::Time Noon();

// The same as text of JSON.
inline constexpr char kNoon[] = "2026-03-01T12:00:00Z";

// A snapshot of `catalog` under a revision that is made of `number`.
core::SnapshotPtr NumberedSnapshot(v1::Catalog catalog, int number);

// The test catalog without a permission, and with it OPTIONAL.
v1::Catalog CatalogWithout(absl::string_view permission_id);
v1::Catalog CatalogWithOptional(absl::string_view permission_id);

// The labels of the test catalog's permissions, and all but one.
std::vector<std::string> AllPermissions();
std::vector<std::string> AllPermissionsBut(absl::string_view label);

// The whole service room on a store in memory, with a catalog, a clock and a
// randomness that a test can set.
class Room {
 public:
  Room();
  ~Room();

  // An account with this id, "Ana" and ID@example.com. Fails the test when it
  // exists.
  v1::LinkedAccount Create(absl::string_view id, bool transitioning = false);

  // Reports permissions, seen when the clock says.
  v1::LinkedAccount ReportPermissions(absl::string_view id, const std::vector<std::string>& names);

  // Reports one form field, likewise.
  v1::LinkedAccount ReportField(absl::string_view id, absl::string_view label,
                                absl::string_view value);

  void Delete(absl::string_view id);

  // Fails the test when there is no such account.
  v1::LinkedAccount Get(absl::string_view id);

  // Creates an account as another agent would: past the index of the room.
  void WriteElsewhere(const std::string& id);

  // `act` runs once, just before the `nth` call to the store from now (1 is the
  // next).
  void BeforeStoreCall(int nth, std::function<void()> act);

  // `act` runs just before each of the next `times` writes of a use case whose every try is
  // a read and a write. Its own calls to the store are none of these.
  void BeforeWrites(int times, std::function<void()> act);

  // Passes on to the ring what was written since the last time; the follower's
  // part, for tests that want to say when.
  void FeedRing();

  std::unique_ptr<service::AccountWatch> Watch();
  // Fails the test when the cursor is refused.
  std::unique_ptr<service::AccountWatch> Resume(absl::string_view cursor);

  service::AccountFollower::Parts FollowerParts();
  service::AccountWatch::Parts WatchParts();

  FakeClock clock{Noon()};
  service::ObservationClock observation_clock{&clock};
  FakeRandom random;
  catalog::Registry registry;
  FaultyStore store;
  // Complete: the store is empty.
  service::AccountIndex index{&registry};
  service::StoreHealth health{nullptr};
  service::AccountStore accounts{&store, &index, &health};
  service::ChangeRing ring;
  service::CreateAccount create;
  service::FindAccount find{&accounts, &registry, &observation_clock};
  service::ListAccounts list{&accounts, &registry, &observation_clock};
  service::DeleteAccount remove{&accounts};
  service::ReportAccount report{&accounts, &registry, &observation_clock};
  service::PreviewImpact preview{&accounts, &registry};
  service::AccountLinking linking{&accounts, &registry};

 private:
  store::Revision fed_ = 0;
};

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_SERVICE_ROOM_H_
