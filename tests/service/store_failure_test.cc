#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "agent/service/errors.h"
#include "tests/service/room.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/status_details.h"

namespace linkstat::service {
namespace {

using test::FaultyStore;
using test::ParseProto;
using test::Room;
using testing::HasSubstr;
using testing::Not;

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

// Everything that a client of one account does; stops at the first error.
absl::Status LiveThrough(Room& room) {
  const auto create = ParseProto<v1::CreateLinkedAccountRequest>("request_id: 'x'");
  const auto created = room.create.Run(create);
  if (!created.ok()) return created.status();
  const std::string id = created->linked_account().id();
  v1::ReportServiceAccountRequest report;
  report.mutable_report()->set_linked_account(id);
  report.mutable_report()->mutable_observed_at()->set_seconds(1772366000);
  report.mutable_report()->mutable_observed();
  const auto reported = room.report.Run(report);
  if (!reported.ok()) return reported.status();
  EXPECT_EQ(reported->outcome(), v1::REPORT_OUTCOME_ACCEPTED);
  const auto found = room.find.ByWorkEmail(ParseProto<v1::FindByWorkEmailRequest>(
      "work_email: '" + created->linked_account().identity().work_email() + "'"));
  if (!found.ok()) return found.status();
  EXPECT_EQ(found->linked_account().state(), v1::LINK_STATE_ACTION_REQUIRED);
  const auto listed = room.list.List({});
  if (!listed.ok()) return listed.status();
  EXPECT_EQ(listed->linked_accounts_size(), 1);
  return absl::OkStatus();
}

// Fails each call in turn; a client that tries again must always come through to
// one account with its report.
void FailEachCall(FaultyStore::FailedWrite failed_write) {
  for (int nth = 1;; ++nth) {
    Room room;
    room.store.FailCalls(nth, absl::UnavailableError("busy"), 1, failed_write);
    const absl::Status first = LiveThrough(room);
    if (first.ok()) {
      EXPECT_GT(nth, 5);
      return;
    }
    EXPECT_EQ(test::ReasonOf(first), "STORE_UNAVAILABLE") << nth;
    EXPECT_FALSE(room.health.healthy()) << nth;
    // The agent's follower takes in what a lost acknowledgement hid.
    const auto follower = AccountFollower::Start(room.FollowerParts());
    ASSERT_TRUE(follower.ok());
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
