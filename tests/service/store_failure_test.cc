#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/synchronization/notification.h"
#include "agent/base/status_macros.h"
#include "agent/service/errors.h"
#include "tests/service/room.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/status_details.h"

namespace linkstat::service {
namespace {

using test::FaultyStore;
using test::ParseProto;
using test::Room;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::Property;

using Account = v1::LinkedAccount;
using Event = v1::WatchLinkedAccountsResponse;

TEST(StoreFailure, ThatMayPassIsUnavailable) {
  const absl::Status status = StoreFailure(absl::UnavailableError("/var/lib/x: disk full"));
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(test::ReasonOf(status), "STORE_UNAVAILABLE");
  EXPECT_THAT(status.ToString(), Not(HasSubstr("/var")));
}

TEST(StoreFailure, OfAnyOtherKindIsInternalAndStaysInside) {
  for (const auto& cause : {absl::DataLossError("/var/lib/x"), absl::InternalError("/var/lib/x"),
                            absl::InvalidArgumentError("/var/lib/x")}) {
    const absl::Status status = StoreFailure(cause);
    EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
    EXPECT_EQ(test::ReasonOf(status), "INTERNAL");
    EXPECT_THAT(status.ToString(), Not(HasSubstr("/var")));
  }
}

TEST(StoreFailure, OfARecordThatHoldsNoAccountIsInternalAndMakesHealthBad) {
  Room room;
  ASSERT_TRUE(room.store.Write({{"acme", 0, std::string("\xff"), "key"}}).ok());
  const auto response = room.find.ById(ParseProto<v1::GetLinkedAccountRequest>("id: 'acme'"));
  EXPECT_EQ(test::ReasonOf(response.status()), "INTERNAL");
  EXPECT_FALSE(room.health.healthy());
}

// Always of the same time, so that it is accepted again when it is sent again.
v1::ServiceAccountReport NothingGranted(const std::string& id) {
  v1::ServiceAccountReport report;
  report.set_linked_account(id);
  report.mutable_observed_at()->set_seconds(1772366000);
  report.mutable_observed();
  return report;
}

absl::Status Report(Room& room, const std::string& id) {
  v1::ReportServiceAccountRequest request;
  *request.mutable_report() = NothingGranted(id);
  LINKSTAT_ASSIGN_OR_RETURN(const auto reported, room.report.Run(request));
  EXPECT_EQ(reported.outcome(), v1::REPORT_OUTCOME_ACCEPTED);
  return absl::OkStatus();
}

absl::Status ReportBatch(Room& room, const std::string& id) {
  v1::ReportServiceAccountsRequest request;
  *request.add_reports() = NothingGranted(id);
  *request.add_reports() = NothingGranted("none");
  ReportStream stream(&room.accounts, &room.registry, &room.observation_clock);
  LINKSTAT_RETURN_IF_ERROR(stream.Add(request));
  EXPECT_EQ(stream.response().accepted(), 1);
  EXPECT_EQ(stream.response().refused(), 1);
  return absl::OkStatus();
}

// The list, the summary and the impact of the catalog served, with one account.
absl::Status AskForAll(Room& room) {
  LINKSTAT_ASSIGN_OR_RETURN(const auto listed, room.list.List({}));
  EXPECT_EQ(listed.linked_accounts_size(), 1);
  LINKSTAT_ASSIGN_OR_RETURN(const auto summary, room.list.Summarize({}));
  EXPECT_THAT(summary.states(),
              Contains(test::EqualsTextProto("state: LINK_STATE_ACTION_REQUIRED accounts: 1")));
  v1::PreviewCatalogImpactRequest impact;
  impact.mutable_catalog()->set_revision(room.registry.Current()->revision());
  LINKSTAT_ASSIGN_OR_RETURN(const auto preview, room.preview.Run(impact));
  EXPECT_EQ(preview.accounts_size(), 0);
  return absl::OkStatus();
}

// Everything from the cursor ("": the beginning) to the next mark.
absl::StatusOr<std::vector<Event>> WatchToMark(Room& room, const std::string& cursor) {
  v1::WatchLinkedAccountsRequest request;
  if (!cursor.empty()) request.set_cursor(cursor);
  LINKSTAT_ASSIGN_OR_RETURN(const auto watch, AccountWatch::Open(room.WatchParts(), request));
  std::vector<Event> events;
  while (events.empty() || !events.back().has_mark()) {
    LINKSTAT_ASSIGN_OR_RETURN(const AccountWatch::Batch batch, watch->Next());
    events.insert(events.end(), batch.events.begin(), batch.events.end());
  }
  return events;
}

// Deletes the account before the eyes of a reader.
absl::Status DeleteWatched(Room& room, const std::string& id) {
  LINKSTAT_ASSIGN_OR_RETURN(const std::vector<Event> before, WatchToMark(room, ""));
  EXPECT_THAT(before, ElementsAre(Property(&Event::linked_account, Property(&Account::id, id)),
                                  Property(&Event::has_mark, true)));
  v1::DeleteLinkedAccountRequest request;
  request.set_id(id);
  LINKSTAT_RETURN_IF_ERROR(room.remove.Run(request).status());
  LINKSTAT_ASSIGN_OR_RETURN(const std::vector<Event> after,
                            WatchToMark(room, before.back().cursor()));
  EXPECT_THAT(after,
              ElementsAre(Property(&Event::deleted_id, id), Property(&Event::has_mark, true)));
  return absl::OkStatus();
}

// Everything that a client of one account does; stops at the first error.
absl::Status LiveThrough(Room& room) {
  const auto create = ParseProto<v1::CreateLinkedAccountRequest>("request_id: 'x'");
  LINKSTAT_ASSIGN_OR_RETURN(const auto created, room.create.Run(create));
  const Account& account = created.linked_account();
  LINKSTAT_RETURN_IF_ERROR(Report(room, account.id()));
  LINKSTAT_RETURN_IF_ERROR(ReportBatch(room, account.id()));
  LINKSTAT_ASSIGN_OR_RETURN(const auto found,
                            room.find.ByWorkEmail(ParseProto<v1::FindByWorkEmailRequest>(
                                "work_email: '" + account.identity().work_email() + "'")));
  EXPECT_EQ(found.linked_account().state(), v1::LINK_STATE_ACTION_REQUIRED);
  LINKSTAT_RETURN_IF_ERROR(AskForAll(room));
  return DeleteWatched(room, account.id());
}

// The fewest calls to the store that LiveThrough can do with.
constexpr int kCalls = 12;

// Fails each call in turn; a client that tries again must always come through to
// one account with its reports, and to none in the end.
void FailEachCall(FaultyStore::FailedWrite failed_write) {
  for (int nth = 1;; ++nth) {
    Room room;
    room.store.FailCalls(nth, absl::UnavailableError("busy"), 1, failed_write);
    const absl::Status first = LiveThrough(room);
    if (first.ok()) {
      EXPECT_GT(nth, kCalls);
      return;
    }
    EXPECT_EQ(test::ReasonOf(first), "STORE_UNAVAILABLE") << nth;
    EXPECT_FALSE(room.health.healthy()) << nth;
    // The agent's follower takes in what a lost acknowledgement hid.
    AccountFollower::Parts parts = room.FollowerParts();
    absl::Notification loaded;
    parts.loaded = [&](const LoadSummary&) { loaded.Notify(); };
    const auto follower = AccountFollower::Start(parts);
    ASSERT_TRUE(loaded.WaitForNotificationWithTimeout(absl::Seconds(30)));
    EXPECT_EQ(LiveThrough(room), absl::OkStatus()) << nth;
  }
}

TEST(StoreFailure, OfAnyCallIsMendedByTryingAgain) {
  FailEachCall(FaultyStore::FailedWrite::kNotDone);
}

TEST(StoreFailure, ThatHidesAWriteIsMendedByTryingAgain) {
  FailEachCall(FaultyStore::FailedWrite::kDone);
}

}  // namespace
}  // namespace linkstat::service
