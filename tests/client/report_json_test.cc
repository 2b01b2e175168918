#include "client/cli/input/report_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_join.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/status_details.h"
#include "tests/support/table.h"

namespace linkstat::cli {
namespace {

using ::linkstat::test::EqualsTextProto;
using ::linkstat::test::ViolationsOf;
using ::testing::ElementsAre;

TEST(ReportJson, TakesAWholeReport) {
  EXPECT_THAT(ParseReportJson(R"({"linkedAccount": "acme", "observedAt": "2026-03-01T12:00:00.5Z",
                          "observed": {"names": ["Fly", "Swim"]},
                          "form": {"entries": [{"label": "Title", "values": ["Boss"]},
                                               {"label": "Office", "values": []}]},
                          "relinked": true})")
                  .value(),
              EqualsTextProto(R"pb(linked_account: "acme"
                                   observed_at { seconds: 1772366400 nanos: 500000000 }
                                   observed { names: "Fly" names: "Swim" }
                                   form {
                                     entries { label: "Title" values: "Boss" }
                                     entries { label: "Office" }
                                   }
                                   relinked: true)pb"));
}

TEST(ReportJson, TakesTheNamesOfTheProtoAsWell) {
  EXPECT_THAT(
      ParseReportJson(R"({"linked_account": "a", "observed_at": "1970-01-01T00:00:01Z"})").value(),
      EqualsTextProto(R"pb(linked_account: "a"
                           observed_at { seconds: 1 })pb"));
}

TEST(ReportJson, NullIsAbsentAndAnEmptyObservationIsNot) {
  EXPECT_THAT(ParseReportJson(R"({"observed": {}, "form": null, "relinked": null})").value(),
              EqualsTextProto("observed {}"));
}

class RefusedReport : public testing::TestWithParam<test::TableRow> {};

TEST_P(RefusedReport, NamesEveryFault) {
  const auto report = ParseReportJson(GetParam().cells[0]);
  EXPECT_EQ(absl::StrJoin(ViolationsOf(report.status()), " | "), GetParam().cells[1]);
}

INSTANTIATE_TEST_SUITE_P(Table, RefusedReport,
                         testing::ValuesIn(test::ReadTable("tests/cases/report_json.tsv", 2)),
                         test::NameOfCase);

TEST(ReportJson, DeepNestingIsRefusedOnce) {
  const std::string deep =
      "{\"observed\": " + std::string(100'000, '[') + std::string(100'000, ']') + "}";
  EXPECT_THAT(ViolationsOf(ParseReportJson(deep).status()),
              ElementsAre("report.observed is an array, not an object"));
}

}  // namespace
}  // namespace linkstat::cli
