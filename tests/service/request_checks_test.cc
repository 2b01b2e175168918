#include "agent/service/request_checks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "agent/service/proto_time.h"
#include "tests/service/room.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/status_details.h"
#include "tests/support/test_catalog.h"

namespace linkstat::service {
namespace {

using test::ParseProto;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(ReadPageSize, ZeroMeansTheDefault) {
  FieldFaults faults;
  EXPECT_EQ(ReadPageSize(0, faults), 100);
  EXPECT_EQ(ReadPageSize(1000, faults), 1000);
  EXPECT_TRUE(faults.empty());
}

TEST(ReadPageSize, RefusesNegativeAndTooLarge) {
  for (const int size : {-1, 1001}) {
    FieldFaults faults;
    ReadPageSize(size, faults);
    EXPECT_FALSE(faults.empty()) << size;
  }
}

absl::Status Check(const v1::ServiceAccountReport& report,
                   absl::Duration tolerance = absl::Minutes(5)) {
  FieldFaults faults;
  CheckReport(test::TestSnapshot(), report, {test::Noon(), test::Noon() + tolerance}, "report",
              faults);
  return faults.ToStatus();
}

std::vector<std::string> FaultsOf(const v1::ServiceAccountReport& report) {
  return test::ViolationsOf(Check(report));
}

// A report within its bounds that was seen at a time.
v1::ServiceAccountReport ReportAt(absl::Time time) {
  auto report = ParseProto<v1::ServiceAccountReport>("linked_account: 'acme' relinked: true");
  SetTime(time, *report.mutable_observed_at());
  return report;
}

TEST(CheckReport, TakesTimesWithinBounds) {
  EXPECT_THAT(FaultsOf(ReportAt(test::Noon() + absl::Minutes(5))), IsEmpty());
  EXPECT_THAT(FaultsOf(ReportAt(absl::FromCivil(absl::CivilDay(2000, 1, 1), absl::UTCTimeZone()))),
              IsEmpty());
}

TEST(CheckReport, RefusesTimesTooFarAheadOrTooOld) {
  EXPECT_THAT(FaultsOf(ReportAt(test::Noon() + absl::Minutes(5) + absl::Nanoseconds(1))),
              ElementsAre("report.observed_at is more than 5m ahead of the agent's clock"));
  EXPECT_THAT(FaultsOf(ReportAt(absl::FromCivil(absl::CivilSecond(1999, 12, 31, 23, 59, 59),
                                                absl::UTCTimeZone()))),
              ElementsAre("report.observed_at is before 2000-01-01"));
}

TEST(CheckReport, ToleratesNothingAheadWithoutATolerance) {
  EXPECT_TRUE(Check(ReportAt(test::Noon()), absl::ZeroDuration()).ok());
  EXPECT_THAT(test::ViolationsOf(
                  Check(ReportAt(test::Noon() + absl::Nanoseconds(1)), absl::ZeroDuration())),
              ElementsAre("report.observed_at is ahead of the agent's clock"));
}

TEST(CheckReport, TimeInTheFutureHasAReasonOfItsOwn) {
  const absl::Status status = Check(ReportAt(test::Noon() + absl::Hours(1)));
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(test::ReasonOf(status), "OBSERVED_IN_FUTURE");
}

TEST(CheckReport, TimeInTheFutureIsOneOfSeveralInvalidFields) {
  auto report = ReportAt(test::Noon() + absl::Hours(1));
  report.set_linked_account("");
  const absl::Status status = Check(report);
  EXPECT_EQ(test::ReasonOf(status), "INVALID_FIELD");
  EXPECT_EQ(test::ViolationsOf(status).size(), 2);
  EXPECT_EQ(test::ViolationsOf(status).back(),
            "report.observed_at is more than 5m ahead of the agent's clock");
}

TEST(CheckReport, RefusesWhatIsNoTime) {
  auto report = ReportAt(test::Noon());
  report.mutable_observed_at()->set_nanos(-1);
  EXPECT_THAT(FaultsOf(report),
              ElementsAre("report.observed_at is not a timestamp of the years 1 to 9999"));
  report.mutable_observed_at()->set_nanos(0);
  report.mutable_observed_at()->set_seconds(INT64_MAX);
  EXPECT_THAT(FaultsOf(report),
              ElementsAre("report.observed_at is not a timestamp of the years 1 to 9999"));
}

TEST(CheckReport, RefusesAReportOfNothing) {
  auto report = ReportAt(test::Noon());
  report.clear_relinked();
  EXPECT_THAT(FaultsOf(report), ElementsAre("report has neither observed nor form nor relinked"));
}

TEST(CheckReport, RefusesAFormThatIsTooLarge) {
  auto report = ReportAt(test::Noon());
  for (int i = 0; i < 40; ++i) {
    v1::ObservedField& entry = *report.mutable_form()->add_entries();
    entry.set_label("Field " + std::to_string(i));
    for (int j = 0; j < 8; ++j) entry.add_values(std::string(1000, 'x'));
  }
  const std::vector<std::string> faults = FaultsOf(report);
  ASSERT_EQ(faults.size(), 1);
  EXPECT_THAT(faults[0], testing::MatchesRegex("report.form has [0-9]+ bytes, more than 262144"));
}

}  // namespace
}  // namespace linkstat::service
