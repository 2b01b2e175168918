#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "agent/service/account_watch.h"
#include "tests/service/room.h"
#include "tests/service/unkeyed_token.h"
#include "tests/service/watch_events.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/status_details.h"
#include "tests/support/table.h"

// How a watch continues from the cursor of an earlier one.
namespace linkstat::service {
namespace {

using test::Drain;
using test::Room;
using test::Words;
using testing::ElementsAre;

using Event = test::WatchEvent;

TEST(AccountWatchResume, ContinuesAfterTheEventOfTheCursor) {
  Room room;
  for (const char* id : {"a", "b", "c"}) room.Create(id);
  const std::vector<Event> events = Drain(*room.Watch());
  ASSERT_EQ(events.size(), 4);
  EXPECT_THAT(Words(Drain(*room.Resume(events[0].cursor()))),
              ElementsAre("b 2 PENDING", "c 3 PENDING", "mark"));
  EXPECT_THAT(Words(Drain(*room.Resume(events[2].cursor()))), ElementsAre("mark"));
  EXPECT_THAT(Words(Drain(*room.Resume(events[3].cursor()))), ElementsAre("mark"));
}

TEST(AccountWatchResume, ContinuesAfterTheMarkOfAnIdleReader) {
  Room room;
  room.Create("acme");
  room.FeedRing();
  const auto watch = room.Watch();
  Drain(*watch);
  room.clock.Advance(absl::Minutes(1));
  const Event mark = watch->Mark();
  EXPECT_THAT(mark.mark().marked_at(), test::EqualsTextProto("seconds: 1772366460"));
  room.Create("later");
  EXPECT_THAT(Words(Drain(*room.Resume(mark.cursor()))), ElementsAre("later 2 PENDING", "mark"));
}

TEST(AccountWatchResume, ContinuesAfterAReaderWasTooSlow) {
  Room room;
  const auto watch = room.Watch();
  const std::string cursor = Drain(*watch).back().cursor();
  // More than the ring of a room holds.
  for (int i = 0; i < 65; ++i) room.Create(absl::StrCat("id", 100 + i));
  room.FeedRing();
  const absl::Status status = watch->Next().status();
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(test::ReasonOf(status), "READER_TOO_SLOW");
  EXPECT_EQ(Drain(*room.Resume(cursor)).size(), 66);
}

TEST(AccountWatchResume, SendsAccountsWithAnotherStateUnderANewCatalog) {
  Room room;
  room.Create("moves");
  room.ReportPermissions("moves", test::AllPermissionsBut("Manage Employees"));
  room.Create("stays");
  room.FeedRing();
  const std::string cursor = Drain(*room.Watch()).back().cursor();
  room.registry.Publish(test::NumberedSnapshot(test::CatalogWithout("manage-employees"), 2));
  EXPECT_THAT(Words(Drain(*room.Resume(cursor))), ElementsAre("moves 2 READY", "mark"));
}

TEST(AccountWatchResume, ContinuesInTheMiddleOfACatalogChange) {
  Room room;
  for (const char* id : {"a", "b"}) {
    room.Create(id);
    room.ReportPermissions(id, test::AllPermissionsBut("Manage Employees"));
  }
  room.FeedRing();
  const auto watch = room.Watch();
  Drain(*watch);
  room.registry.Publish(test::NumberedSnapshot(test::CatalogWithout("manage-employees"), 2));
  const std::vector<Event> events = Drain(*watch);
  ASSERT_THAT(Words(events), ElementsAre("a 2 READY", "b 4 READY", "mark"));
  EXPECT_THAT(Words(Drain(*room.Resume(events[0].cursor()))), ElementsAre("b 4 READY", "mark"));
}

TEST(AccountWatchResume, RestartsWhenTheCatalogOfTheCursorIsNotKnown) {
  Room room;
  room.Create("acme");
  const std::string cursor = Drain(*room.Watch()).back().cursor();
  // As after a restart of the agent under another catalog.
  const catalog::Registry registry(
      test::NumberedSnapshot(test::CatalogWithout("manage-employees"), 2));
  AccountWatch::Parts parts = room.WatchParts();
  parts.registry = &registry;
  v1::WatchLinkedAccountsRequest request;
  request.set_cursor(cursor);
  const auto watch = AccountWatch::Open(parts, request);
  ASSERT_TRUE(watch.ok());
  EXPECT_THAT(Words(Drain(**watch)), ElementsAre("restart", "acme 1 PENDING", "mark"));
}

TEST(AccountWatchResume, RestartsWhenTheChangesAreNoLongerKnown) {
  Room room;
  room.Create("acme");
  room.FeedRing();
  const std::string cursor = Drain(*room.Watch()).back().cursor();
  room.store.FailCalls(1, absl::OutOfRangeError("compacted"));
  EXPECT_THAT(Words(Drain(*room.Resume(cursor))), ElementsAre("restart", "acme 1 PENDING", "mark"));
}

TEST(AccountWatchResume, RestartsForACursorOfAnotherStore) {
  Room one;
  one.Create("acme");
  Room other;
  other.Create("first");
  other.Create("second");
  // Each of another phase, and of a revision that the other store has as well.
  for (const Event& event : Drain(*one.Watch())) {
    EXPECT_THAT(Words(Drain(*other.Resume(event.cursor()))),
                ElementsAre("restart", "first 1 PENDING", "second 2 PENDING", "mark"));
  }
}

TEST(AccountWatchResume, RestartsForACursorThatWasSealedWithoutAKey) {
  for (const test::TableRow& row : test::ReadTable("tests/cases/tokens/unkeyed_cursors.tsv", 1)) {
    Room room;
    room.Create("acme");
    EXPECT_THAT(Words(Drain(*room.Resume(row.cells[0]))),
                ElementsAre("restart", "acme 1 PENDING", "mark"))
        << row.name;
  }
}

TEST(AccountWatchResume, TrustsNothingInACursorThatWasSealedWithoutAKey) {
  Room room;
  room.Create("acme");
  // The store's identity, the catalog served, and a revision and id that would skip
  // the account.
  const std::string payload =
      absl::StrCat(room.store.identity(), "s", std::string(8, '\xff'),
                   absl::HexStringToBytes(room.registry.Current()->revision()), "zzz");
  EXPECT_THAT(Words(Drain(*room.Resume(test::UnkeyedCursor(payload)))),
              ElementsAre("restart", "acme 1 PENDING", "mark"));
}

TEST(AccountWatchResume, RejectsTextThatIsNoCursor) {
  Room room;
  v1::WatchLinkedAccountsRequest request;
  request.set_cursor("nonsense");
  EXPECT_EQ(test::ReasonOf(AccountWatch::Open(room.WatchParts(), request).status()),
            "INVALID_TOKEN");
}

TEST(AccountWatchResume, RejectsACursorOfThisStoreThatWasChanged) {
  Room room;
  std::string cursor = Drain(*room.Watch()).back().cursor();
  cursor.back() = cursor.back() == 'A' ? 'B' : 'A';
  v1::WatchLinkedAccountsRequest request;
  request.set_cursor(cursor);
  EXPECT_EQ(test::ReasonOf(AccountWatch::Open(room.WatchParts(), request).status()),
            "INVALID_TOKEN");
}

}  // namespace
}  // namespace linkstat::service
