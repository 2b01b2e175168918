#include "agent/service/account_watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "tests/service/room.h"
#include "tests/service/unkeyed_token.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/status_details.h"
#include "tests/support/table.h"

namespace linkstat::service {
namespace {

using test::Room;
using testing::ElementsAre;
using testing::IsEmpty;

using Event = v1::WatchLinkedAccountsResponse;

// An event in a word: `ID ETAG STATE`, `ID deleted`, `mark` or `restart`.
std::string WordFor(const Event& event) {
  switch (event.event_case()) {
    case Event::kLinkedAccount:
      return absl::StrCat(event.linked_account().id(), " ", event.linked_account().etag(), " ",
                          v1::LinkState_Name(event.linked_account().state()).substr(11));
    case Event::kDeletedId:
      return absl::StrCat(event.deleted_id(), " deleted");
    case Event::kMark:
      return "mark";
    default:
      return "restart";
  }
}

// Everything until the watch has caught up.
std::vector<Event> Drain(AccountWatch& watch) {
  std::vector<Event> events;
  for (;;) {
    auto batch = watch.Next();
    EXPECT_TRUE(batch.ok()) << batch.status();
    if (!batch.ok()) return events;
    for (Event& event : batch->events) events.push_back(std::move(event));
    if (batch->caught_up) return events;
  }
}

std::vector<std::string> Words(const std::vector<Event>& events) {
  std::vector<std::string> words;
  for (const Event& event : events) words.push_back(WordFor(event));
  return words;
}

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

TEST(AccountWatch, LastOfSeveralChangesStandsForAllThatTheStoreTellsTogether) {
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

TEST(AccountWatch, ReportThatIsNoNewsIsNoChange) {
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

TEST(AccountWatch, ResumesAfterTheLastEventThatTheReaderHas) {
  Room room;
  for (const char* id : {"a", "b", "c"}) room.Create(id);
  const std::vector<Event> events = Drain(*room.Watch());
  ASSERT_EQ(events.size(), 4);
  EXPECT_THAT(Words(Drain(*room.Resume(events[0].cursor()))),
              ElementsAre("b 2 PENDING", "c 3 PENDING", "mark"));
  EXPECT_THAT(Words(Drain(*room.Resume(events[2].cursor()))), ElementsAre("mark"));
  EXPECT_THAT(Words(Drain(*room.Resume(events[3].cursor()))), ElementsAre("mark"));
}

TEST(AccountWatch, ChangeDuringTheSnapshotComesOnceAfterIt) {
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

TEST(AccountWatch, AnotherCatalogSendsTheAccountsThatMove) {
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

TEST(AccountWatch, AnotherCatalogSendsAccountsWithOtherReasons) {
  Room room;
  room.Create("acme");
  room.ReportPermissions("acme", {});
  room.FeedRing();
  const auto watch = room.Watch();
  Drain(*watch);
  room.registry.Publish(test::NumberedSnapshot(test::CatalogWithout("manage-employees"), 2));
  EXPECT_THAT(Words(Drain(*watch)), ElementsAre("acme 2 ACTION_REQUIRED", "mark"));
}

TEST(AccountWatch, ResumesUnderAnotherCatalogThatIsKept) {
  Room room;
  room.Create("moves");
  room.ReportPermissions("moves", test::AllPermissionsBut("Manage Employees"));
  room.Create("stays");
  room.FeedRing();
  const std::string cursor = Drain(*room.Watch()).back().cursor();
  room.registry.Publish(test::NumberedSnapshot(test::CatalogWithout("manage-employees"), 2));
  EXPECT_THAT(Words(Drain(*room.Resume(cursor))), ElementsAre("moves 2 READY", "mark"));
}

TEST(AccountWatch, ResumesInTheMiddleOfACatalogChange) {
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

TEST(AccountWatch, RestartsUnderACatalogWhenTheReadersIsNotKnown) {
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

TEST(AccountWatch, RestartsWhenTheChangesAreNoLongerKnown) {
  Room room;
  room.Create("acme");
  room.FeedRing();
  const std::string cursor = Drain(*room.Watch()).back().cursor();
  room.store.FailCalls(1, absl::OutOfRangeError("compacted"));
  EXPECT_THAT(Words(Drain(*room.Resume(cursor))), ElementsAre("restart", "acme 1 PENDING", "mark"));
}

TEST(AccountWatch, RestartsForACursorOfAnotherStore) {
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

TEST(AccountWatch, ReaderThatIsTooSlowIsCutAndCanResume) {
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

TEST(AccountWatch, ReaderOfAnotherHistoryIsCut) {
  Room room;
  const auto watch = room.Watch();
  Drain(*watch);
  room.ring.Reset(0);
  EXPECT_EQ(test::ReasonOf(watch->Next().status()), "READER_TOO_SLOW");
}

TEST(AccountWatch, MarkOfAnIdleReaderIsWhereItCanResume) {
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

TEST(AccountWatch, RefusesACursorThatIsNone) {
  Room room;
  v1::WatchLinkedAccountsRequest request;
  request.set_cursor("nonsense");
  EXPECT_EQ(test::ReasonOf(AccountWatch::Open(room.WatchParts(), request).status()),
            "INVALID_TOKEN");
}

TEST(AccountWatch, RejectsACursorOfThisStoreThatWasChanged) {
  Room room;
  std::string cursor = Drain(*room.Watch()).back().cursor();
  cursor.back() = cursor.back() == 'A' ? 'B' : 'A';
  v1::WatchLinkedAccountsRequest request;
  request.set_cursor(cursor);
  EXPECT_EQ(test::ReasonOf(AccountWatch::Open(room.WatchParts(), request).status()),
            "INVALID_TOKEN");
}

TEST(AccountWatch, RestartsForACursorThatWasSealedWithoutAKey) {
  for (const test::TableRow& row : test::ReadTable("tests/cases/tokens/unkeyed_cursors.tsv", 1)) {
    Room room;
    room.Create("acme");
    EXPECT_THAT(Words(Drain(*room.Resume(row.cells[0]))),
                ElementsAre("restart", "acme 1 PENDING", "mark"))
        << row.name;
  }
}

TEST(AccountWatch, TrustsNothingInACursorThatWasSealedWithoutAKey) {
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

TEST(AccountWatch, StepWithoutProgressIsAFaultOfTheAgent) {
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
