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
absl::StatusOr<v1::ReportServiceAccountResponse> ReportWhileOthersWrite(int times) {
  Room room;
  room.Create("acme");
  room.BeforeWrites(times, [&] {
    room.clock.Advance(absl::Seconds(1));
    room.ReportPermissions("acme", {});
  });
  return room.report.Run(test::ParseProto<v1::ReportServiceAccountRequest>(R"pb(
    report {
      linked_account: "acme"
      observed_at { seconds: 1772366000 }
      form {}
    }
  )pb"));
}

TEST(ReportBatch, StoresAReportThatOthersWereFasterThanFifteenTimes) {
  const auto result = ReportWhileOthersWrite(15);
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->outcome(), v1::REPORT_OUTCOME_ACCEPTED);
}

TEST(ReportBatch, GivesUpWhenOthersWereFasterSixteenTimes) {
  EXPECT_EQ(test::ReasonOf(ReportWhileOthersWrite(16).status()), "CONFLICT");
}

}  // namespace
}  // namespace linkstat::service
