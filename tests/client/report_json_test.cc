#include "client/cli/input/report_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/proto_matchers.h"
#include "tests/support/status_details.h"

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

struct FaultCase {
  const char* name;
  const char* json;
  std::vector<std::string> faults;
};

class RefusedReport : public testing::TestWithParam<FaultCase> {};

TEST_P(RefusedReport, NamesEveryFault) {
  EXPECT_EQ(ViolationsOf(ParseReportJson(GetParam().json).status()), GetParam().faults);
}

INSTANTIATE_TEST_SUITE_P(
    Table, RefusedReport,
    testing::Values(
        FaultCase{"NoJson", R"({"linkedAccount": "a")", {"report is not valid JSON at column 22"}},
        FaultCase{"Empty", "", {"report is not valid JSON at column 1"}},
        FaultCase{"MoreBehind", "{} {}", {"report is not valid JSON at column 4"}},
        FaultCase{"Array", R"([{"a": 1}])", {"report is an array, not an object"}},
        FaultCase{"String", R"("a")", {"report is a string, not an object"}},
        FaultCase{"NotUtf8", "{\"relinked\": \"\xFF\"}", {"report is not UTF-8"}},
        FaultCase{"UnknownFields",
                  R"({"account": {"x": [1, {"y": 2}]}, "observed": {"permissions": []}, "z": 1})",
                  {"report.account is not a field of a report",
                   "report.observed.permissions is not a field of a report",
                   "report.z is not a field of a report"}},
        FaultCase{"Twice",
                  R"({"linkedAccount": "a", "linked_account": "b", "observed": {"names": []},
                      "observed": {"names": ["c"]}})",
                  {"report.linked_account is given twice", "report.observed is given twice"}},
        FaultCase{
            "OtherTypes",
            R"({"linkedAccount": 1, "observedAt": 1772366400, "observed": ["Fly"],
                      "form": "x", "relinked": "yes"})",
            {"report.linked_account is a number, not a string",
             "report.observed_at is a number, not a time",
             "report.observed is an array, not an object", "report.form is a string, not an object",
             "report.relinked is a string, not a boolean"}},
        FaultCase{"InLists",
                  R"({"observed": {"names": ["Fly", 2, ["x"], null]},
                      "form": {"entries": [{"values": "x"}, "y", {"label": true}]}})",
                  {"report.observed.names[1] is a number, not a string",
                   "report.observed.names[2] is an array, not a string",
                   "report.observed.names[3] is null, not a string",
                   "report.form.entries[0].values is a string, not an array",
                   "report.form.entries[1] is a string, not an object",
                   "report.form.entries[2].label is a boolean, not a string"}},
        FaultCase{"NoTime",
                  R"({"observedAt": "yesterday"})",
                  {"report.observed_at is not a time of RFC 3339 such as "
                   "2026-03-01T12:00:00Z"}},
        FaultCase{"TimeAsObject",
                  R"({"observedAt": {"seconds": 1}})",
                  {"report.observed_at is an object, not a time"}}),
    [](const auto& row) { return row.param.name; });

TEST(ReportJson, DeepNestingIsRefusedOnce) {
  const std::string deep =
      "{\"observed\": " + std::string(100'000, '[') + std::string(100'000, ']') + "}";
  EXPECT_THAT(ViolationsOf(ParseReportJson(deep).status()),
              ElementsAre("report.observed is an array, not an object"));
}

}  // namespace
}  // namespace linkstat::cli
