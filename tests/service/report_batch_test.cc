#include "agent/service/report_batch.h"

#include <gtest/gtest.h>

#include "tests/service/room.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/status_details.h"

namespace linkstat::service {
namespace {

using test::Room;

// What becomes of a report of an account to which others write just before each of the first
// `times` writes of the report.
absl::StatusOr<ReportResult> ReportWhileOthersWrite(int times) {
  Room room;
  room.Create("acme");
  room.BeforeWrites(times, [&] {
    room.clock.Advance(absl::Seconds(1));
    room.ReportPermissions("acme", {});
  });
  const auto report = test::ParseProto<v1::ServiceAccountReport>(R"pb(
    linked_account: "acme"
    observed_at { seconds: 1772366000 }
    form {}
  )pb");
  const auto results = StoreReports(room.accounts, StateHistory(room.registry),
                                    room.observation_clock.Now(), {&report}, nullptr);
  EXPECT_TRUE(results.ok()) << results.status();
  return results.ok() ? results->front() : results.status();
}

TEST(StoreReports, StoresAReportThatOthersWereFasterThanFifteenTimes) {
  const auto result = ReportWhileOthersWrite(15);
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->outcome, v1::REPORT_OUTCOME_ACCEPTED);
}

TEST(StoreReports, GivesUpWhenOthersWereFasterSixteenTimes) {
  EXPECT_EQ(test::ReasonOf(ReportWhileOthersWrite(16).status()), "CONFLICT");
}

}  // namespace
}  // namespace linkstat::service
