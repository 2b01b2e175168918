#include "client/cli/input/form_json.h"

#include <gtest/gtest.h>

#include "absl/strings/str_join.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/status_details.h"
#include "tests/support/table.h"

namespace linkstat::cli {
namespace {

using ::linkstat::test::EqualsTextProto;
using ::linkstat::test::TableRow;

TEST(FormJson, KeepsTheOrderOfTheText) {
  EXPECT_THAT(ParseFormJson(R"({"Title": "Boss", "Admin Access": "Yes"})").value(),
              EqualsTextProto(R"pb(entries { label: "Title" values: "Boss" }
                                   entries { label: "Admin Access" values: "Yes" })pb"));
}

TEST(FormJson, ArrayHoldsTheParts) {
  EXPECT_THAT(
      ParseFormJson(R"({"Send Invitation to": ["Work Email", "Now"]})").value(),
      EqualsTextProto(
          R"pb(entries { label: "Send Invitation to" values: "Work Email" values: "Now" })pb"));
}

TEST(FormJson, EmptyStringAndEmptyArrayAreObservations) {
  EXPECT_THAT(ParseFormJson(R"({"Manager": "", "Office": []})").value(),
              EqualsTextProto(R"pb(entries { label: "Manager" values: "" }
                                   entries { label: "Office" })pb"));
}

TEST(FormJson, EmptyObjectIsAFormWithoutEntries) {
  EXPECT_THAT(ParseFormJson("{}").value(), EqualsTextProto(""));
}

TEST(FormJson, AltersNothingInLabelAndValue) {
  EXPECT_THAT(ParseFormJson(R"({" Title ": "\u0041\u0000\n B "})").value(),
              EqualsTextProto(R"pb(entries { label: " Title " values: "A\000\n B " })pb"));
}

TEST(FormJson, AfterAnArrayComesTheNextLabel) {
  EXPECT_THAT(ParseFormJson(R"({"A": ["x"], "B": "y"})").value(),
              EqualsTextProto(R"pb(entries { label: "A" values: "x" }
                                   entries { label: "B" values: "y" })pb"));
}

TEST(FormJson, DeepNestingIsOneFault) {
  const std::string deep = std::string(400'000, '[') + std::string(400'000, ']');
  EXPECT_EQ(test::ViolationsOf(ParseFormJson("{\"A\": [" + deep + "]}").status()).size(), 1);
}

class RefusedFormJson : public testing::TestWithParam<TableRow> {};

TEST_P(RefusedFormJson, IsReportedByKeyAndLine) {
  const auto form = ParseFormJson(GetParam().cells[0]);
  EXPECT_EQ(absl::StrJoin(test::ViolationsOf(form.status()), " | "), GetParam().cells[1]);
}

INSTANTIATE_TEST_SUITE_P(Table, RefusedFormJson,
                         testing::ValuesIn(test::ReadTable("tests/cases/form_json.tsv", 2)),
                         test::NameOfCase);

}  // namespace
}  // namespace linkstat::cli
