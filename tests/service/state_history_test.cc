#include "agent/service/state_history.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "agent/service/account_message.h"
#include "tests/service/room.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/test_catalog.h"

namespace linkstat::service {
namespace {

using test::NumberedSnapshot;
using test::Room;

constexpr char kMissing[] = "Manage Employees";

// Under this catalog an account that misses kMissing is READY.
core::SnapshotPtr Lenient(int number) {
  return NumberedSnapshot(test::CatalogWithout("manage-employees"), number);
}
core::SnapshotPtr Strict(int number) { return NumberedSnapshot(test::TestCatalog(), number); }

v1::LinkedAccount Get(const Room& room) {
  v1::GetLinkedAccountRequest request;
  request.set_id("acme");
  const auto response = room.find.ById(request);
  EXPECT_TRUE(response.ok()) << response.status();
  return response.ok() ? response->linked_account() : v1::LinkedAccount();
}

// The state, and how many seconds after noon it began; `?` when that is not known.
std::string Told(const v1::LinkedAccount& account) {
  const std::string state = v1::LinkState_Name(account.state());
  if (!account.has_state_since()) return state + " ?";
  return state + " " +
         std::to_string(account.state_since().seconds() - absl::ToUnixSeconds(test::Noon()));
}

// An account that is PENDING since 0 and misses kMissing since 10; it is 20.
void Prepare(Room& room) {
  room.Create("acme");
  room.clock.Advance(absl::Seconds(10));
  room.ReportPermissions("acme", test::AllPermissionsBut(kMissing));
  room.clock.Advance(absl::Seconds(10));
}

void PublishAndWait(Room& room, core::SnapshotPtr snapshot) {
  room.registry.Publish(std::move(snapshot));
  room.clock.Advance(absl::Seconds(10));
}

// A room for what another run of the agent stored, with `snapshot` from 1000 on.
class LaterRun {
 public:
  LaterRun(Room& earlier, core::SnapshotPtr snapshot)
      : clock_(test::Noon() + absl::Seconds(1000)),
        registry_(std::move(snapshot), &clock_),
        record_(*earlier.accounts.Get("acme").value()) {}

  catalog::Registry& registry() { return registry_; }
  test::FakeClock& clock() { return clock_; }

  std::string Tell() const {
    return Told(
        MakeLinkedAccount(StateHistory(registry_), record_, ObservationClock(&clock_).Now()));
  }

 private:
  test::FakeClock clock_;
  catalog::Registry registry_;
  AccountRecord record_;
};

TEST(StateSince, IsTheCreationOfANewAccount) {
  Room room;
  EXPECT_EQ(Told(room.Create("acme")), "LINK_STATE_PENDING 0");
  room.clock.Advance(absl::Seconds(10));
  EXPECT_EQ(Told(Get(room)), "LINK_STATE_PENDING 0");
}

TEST(StateSince, IsTheReportThatMovedTheState) {
  Room room;
  room.Create("acme");
  room.clock.Advance(absl::Seconds(10));
  EXPECT_EQ(Told(room.ReportPermissions("acme", {})), "LINK_STATE_ACTION_REQUIRED 10");
}

TEST(StateSince, StaysWhenAReportLeavesTheState) {
  Room room;
  Prepare(room);
  EXPECT_EQ(Told(room.ReportPermissions("acme", {})), "LINK_STATE_ACTION_REQUIRED 10");
}

TEST(StateSince, BeginsAnewWhenAReportBringsAStateBack) {
  Room room;
  Prepare(room);
  EXPECT_EQ(Told(room.ReportPermissions("acme", test::AllPermissions())), "LINK_STATE_READY 20");
  room.clock.Advance(absl::Seconds(10));
  EXPECT_EQ(Told(room.ReportPermissions("acme", {})), "LINK_STATE_ACTION_REQUIRED 30");
}

TEST(StateSince, IsThePublicationOfTheCatalogThatMovedTheState) {
  Room room;
  Prepare(room);
  PublishAndWait(room, Lenient(2));
  EXPECT_EQ(Told(Get(room)), "LINK_STATE_READY 20");
}

TEST(StateSince, StaysWhenACatalogLeavesTheState) {
  Room room;
  Prepare(room);
  PublishAndWait(room, Strict(2));
  EXPECT_EQ(Told(Get(room)), "LINK_STATE_ACTION_REQUIRED 10");
  PublishAndWait(room, Lenient(3));
  PublishAndWait(room, Lenient(4));
  EXPECT_EQ(Told(Get(room)), "LINK_STATE_READY 30");
}

TEST(StateSince, BeginsAnewWhenACatalogBringsAStateBack) {
  Room room;
  Prepare(room);
  PublishAndWait(room, Lenient(2));
  PublishAndWait(room, Strict(1));
  EXPECT_EQ(Told(Get(room)), "LINK_STATE_ACTION_REQUIRED 30");
}

TEST(StateSince, IsKeptByAReportAfterTheCatalogMovedTheState) {
  Room room;
  Prepare(room);
  PublishAndWait(room, Lenient(2));
  EXPECT_EQ(Told(room.ReportPermissions("acme", test::AllPermissions())), "LINK_STATE_READY 20");
  LaterRun later(room, Lenient(2));
  EXPECT_EQ(later.Tell(), "LINK_STATE_READY 20");
}

TEST(StateSince, OutlivesARestart) {
  Room room;
  Prepare(room);
  LaterRun later(room, Strict(1));
  EXPECT_EQ(later.Tell(), "LINK_STATE_ACTION_REQUIRED 10");
}

TEST(StateSince, OutlivesARestartWithACatalogThatLeavesTheState) {
  Room room;
  Prepare(room);
  LaterRun later(room, Strict(2));
  EXPECT_EQ(later.Tell(), "LINK_STATE_ACTION_REQUIRED 10");
}

TEST(StateSince, IsNotKnownAfterARestartWithACatalogThatMovesTheState) {
  Room room;
  Prepare(room);
  LaterRun later(room, Lenient(2));
  EXPECT_EQ(later.Tell(), "LINK_STATE_READY ?");
  later.clock().Advance(absl::Seconds(5));
  later.registry().Publish(Strict(1));
  EXPECT_EQ(later.Tell(), "LINK_STATE_ACTION_REQUIRED 1005");
}

TEST(StateSince, IsNotKnownOfARecordWithoutAMark) {
  Room room;
  Prepare(room);
  AccountRecord record = *room.accounts.Get("acme").value();
  record.account.clear_state_mark();
  ASSERT_TRUE(room.accounts.Write({{"acme", record.revision, record.account}}).ok());
  EXPECT_EQ(Told(Get(room)), "LINK_STATE_ACTION_REQUIRED ?");
  // A report that leaves the state does not make it known.
  EXPECT_EQ(Told(room.ReportPermissions("acme", {})), "LINK_STATE_ACTION_REQUIRED ?");
  room.clock.Advance(absl::Seconds(10));
  EXPECT_EQ(Told(room.ReportPermissions("acme", test::AllPermissions())), "LINK_STATE_READY 30");
}

TEST(StateSince, IsNotKnownAfterMoreCatalogsThanAreKept) {
  Room room;
  Prepare(room);
  for (int i = 0; i < catalog::Registry::kKept; ++i) PublishAndWait(room, Strict(2 + i));
  EXPECT_EQ(Told(Get(room)), "LINK_STATE_ACTION_REQUIRED 10");
  PublishAndWait(room, Strict(100));
  EXPECT_EQ(Told(Get(room)), "LINK_STATE_ACTION_REQUIRED ?");
}

TEST(StateSince, IsTheWriteWhenThatBeganUnderAnOlderCatalog) {
  Room room;
  Prepare(room);
  // The report reads, merges under the strict catalog, and writes.
  room.BeforeStoreCall(2, [&] { room.registry.Publish(Lenient(2)); });
  room.ReportPermissions("acme", {kMissing});
  room.clock.Advance(absl::Seconds(10));
  EXPECT_EQ(Told(Get(room)), "LINK_STATE_ACTION_REQUIRED 10");
  PublishAndWait(room, Lenient(3));
  EXPECT_EQ(Told(Get(room)), "LINK_STATE_ACTION_REQUIRED 10");
}

TEST(StateSince, IsInPagesAndWatchesAsInSingleAnswers) {
  Room room;
  Prepare(room);
  PublishAndWait(room, Lenient(2));
  const auto page = room.list.List({});
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(Told(page->linked_accounts(0)), "LINK_STATE_READY 20");
  const auto batch = room.Watch()->Next();
  ASSERT_TRUE(batch.ok());
  EXPECT_EQ(Told(batch->events[0].linked_account()), "LINK_STATE_READY 20");
}

}  // namespace
}  // namespace linkstat::service
