#include "agent/service/account_watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/service/room.h"
#include "tests/service/watch_events.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/status_details.h"

namespace linkstat::service {
namespace {

using test::Drain;
using test::Room;
using test::Words;
using testing::ElementsAre;
using testing::IsEmpty;

using Event = test::WatchEvent;

TEST(AccountWatch, BeginsWithEveryAccountAndAMark) {
  Room room;
  room.Create("b");
  room.Create("a", /*transitioning=*/true);
  room.FeedRing();
  EXPECT_THAT(Words(Drain(*room.Watch())),
              ElementsAre("a 2 RELINK_REQUIRED", "b 1 PENDING", "mark"));
}

TEST(AccountWatch, AccountIsAsInAListWithACursor) {
  Room room;
  room.Create("acme");
  const std::vector<Event> events = Drain(*room.Watch());
  ASSERT_EQ(events.size(), 2);
  EXPECT_THAT(events[0].linked_account(),
              test::EqualsProto(room.list.List({})->linked_accounts(0)));
  EXPECT_NE(events[0].cursor(), "");
  EXPECT_LE(events[0].cursor().size(), 200);
  EXPECT_THAT(events[1].mark().marked_at(), test::EqualsTextProto("seconds: 1772366400"));
}

TEST(AccountWatch, SendsEachChangeOnceInOrder) {
  Room room;
  const auto watch = room.Watch();
  EXPECT_THAT(Words(Drain(*watch)), ElementsAre("mark"));
  room.Create("a");
  room.FeedRing();
  room.Create("b");
  room.FeedRing();
  room.ReportPermissions("a", test::AllPermissions());
  room.FeedRing();
  room.Delete("b");
  room.FeedRing();
  EXPECT_THAT(Words(Drain(*watch)),
              ElementsAre("a 1 PENDING", "b 2 PENDING", "a 3 READY", "b deleted"));
}

TEST(AccountWatch, SendsTheLastOfChangesThatTheStoreReportsTogether) {
  Room room;
  const auto watch = room.Watch();
  Drain(*watch);
  room.Create("a");
  room.Create("b");
  room.ReportPermissions("a", test::AllPermissions());
  room.Delete("b");
  room.FeedRing();
  EXPECT_THAT(Words(Drain(*watch)), ElementsAre("a 3 READY", "b deleted"));
}

TEST(AccountWatch, SendsNothingForAReportWithoutNews) {
  Room room;
  room.Create("a");
  room.ReportPermissions("a", test::AllPermissions());
  room.FeedRing();
  const auto watch = room.Watch();
  Drain(*watch);
  room.ReportPermissions("a", test::AllPermissions());
  room.FeedRing();
  EXPECT_THAT(Words(Drain(*watch)), IsEmpty());
}

TEST(AccountWatch, SendsAChangeDuringTheSnapshotOnceAfterIt) {
  Room room;
  for (int i = 0; i < 150; ++i) room.Create(absl::StrCat("id", 100 + i));
  const auto watch = room.Watch();
  const auto first = watch->Next();
  ASSERT_TRUE(first.ok());
  ASSERT_EQ(first->events.size(), 100);
  // One that was sent, one that was not, a new one and a deleted one.
  room.ReportPermissions("id100", {});
  room.ReportPermissions("id249", {});
  room.Create("id300");
  room.Delete("id248");
  const std::vector<std::string> rest = Words(Drain(*watch));
  ASSERT_EQ(rest.size(), 48 + 4 + 1);
  EXPECT_THAT(std::vector<std::string>(rest.end() - 5, rest.end()),
              ElementsAre("id100 151 ACTION_REQUIRED", "id249 152 ACTION_REQUIRED",
                          "id300 153 PENDING", "id248 deleted", "mark"));
}

TEST(AccountWatch, SendsAccountsWithAnotherStateUnderANewCatalog) {
  Room room;
  room.Create("moves");
  room.ReportPermissions("moves", test::AllPermissionsBut("Manage Employees"));
  room.Create("stays");
  room.FeedRing();
  const auto watch = room.Watch();
  Drain(*watch);
  room.registry.Publish(test::NumberedSnapshot(test::CatalogWithout("manage-employees"), 2));
  const std::vector<Event> events = Drain(*watch);
  EXPECT_THAT(Words(events), ElementsAre("moves 2 READY", "mark"));
  EXPECT_EQ(events[0].linked_account().catalog_revision(), "00000000000000000000000000000002");
}

TEST(AccountWatch, SendsAccountsWithOtherReasonsUnderANewCatalog) {
  Room room;
  room.Create("acme");
  room.ReportPermissions("acme", {});
  room.FeedRing();
  const auto watch = room.Watch();
  Drain(*watch);
  room.registry.Publish(test::NumberedSnapshot(test::CatalogWithout("manage-employees"), 2));
  EXPECT_THAT(Words(Drain(*watch)), ElementsAre("acme 2 ACTION_REQUIRED", "mark"));
}

TEST(AccountWatch, EndsWhenTheChangesOfTheRingAreOfAnotherHistory) {
  Room room;
  const auto watch = room.Watch();
  Drain(*watch);
  room.ring.Reset(0);
  EXPECT_EQ(test::ReasonOf(watch->Next().status()), "READER_TOO_SLOW");
}

TEST(AccountWatch, StepWithoutProgressIsAnInternalError) {
  Room room;
  room.Create("acme");
  room.store.StallFeed();
  const auto watch = room.Watch();
  const auto accounts = watch->Next();
  ASSERT_TRUE(accounts.ok());
  EXPECT_FALSE(accounts->caught_up);
  const auto end_of_accounts = watch->Next();
  ASSERT_TRUE(end_of_accounts.ok());
  EXPECT_FALSE(end_of_accounts->caught_up);
  EXPECT_EQ(watch->Next().status(), absl::InternalError("a step of a watch made no progress"));
}

TEST(AccountWatch, FailsAsTheStoreDoes) {
  Room room;
  room.Create("acme");
  const auto watch = room.Watch();
  room.store.FailCalls(1, absl::UnavailableError("busy"));
  EXPECT_EQ(test::ReasonOf(watch->Next().status()), "STORE_UNAVAILABLE");
}

}  // namespace
}  // namespace linkstat::service
