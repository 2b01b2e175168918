#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "agent/catalog/fault_list.h"
#include "agent/catalog/load.h"
#include "agent/catalog/parse.h"
#include "agent/core/bounds.h"
#include "tests/catalog/base_catalog.h"

namespace linkstat::catalog {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

// `count` times `text` with every `#` replaced by the number.
std::string Repeated(int count, const std::string& text) {
  std::string result;
  for (int i = 0; i < count; ++i) {
    absl::StrAppend(&result, absl::StrReplaceAll(text, {{"#", absl::StrCat(i)}}));
  }
  return result;
}

TEST(Bounds, RefuseMoreThan64Notes) {
  const std::string notes =
      Repeated(64, "notes { id: 'n#' text: 'Text.' origin: FACT_ORIGIN_STATED }\n");
  const LoadResult result = LoadCatalog(test::BaseText() + notes);
  EXPECT_EQ(test::OnlyFault(result).path(), "notes");
  EXPECT_EQ(test::OnlyFault(result).reason(), v1::CATALOG_FAULT_REASON_OUT_OF_BOUNDS);
}

TEST(Bounds, Allow64Notes) {
  const std::string notes =
      Repeated(63, "notes { id: 'n#' text: 'Text.' origin: FACT_ORIGIN_STATED }\n");
  EXPECT_NE(test::Load(test::BaseText() + notes), nullptr);
}

TEST(Bounds, Allow1000UnneededPermissionsAndNoMore) {
  const std::string permission = "unneeded_permissions { id: 'p#' label: 'Permission #' }\n";
  EXPECT_NE(test::Load(test::BaseText() + Repeated(999, permission)), nullptr);
  const LoadResult result = LoadCatalog(test::BaseText() + Repeated(1000, permission));
  EXPECT_EQ(test::OnlyFault(result).path(), "unneeded_permissions");
}

TEST(Bounds, RefuseMoreThan8Parts) {
  const std::string parts = Repeated(7, "parts { id: 'p#' value: 'x' } ");
  const LoadResult result =
      LoadCatalog(test::EditedText("parts { id: \"timing\"", parts + "parts { id: \"timing\""));
  EXPECT_EQ(test::OnlyFault(result).path(), "form_fields[3].parts");
}

TEST(Bounds, AllowALabelOf200BytesAndNoMore) {
  const std::string longest = absl::StrCat("label: '", std::string(200, 'x'), "'");
  EXPECT_NE(test::Load(test::EditedText("label: \"Role\"", longest)), nullptr);
  const std::string longer = absl::StrCat("label: '", std::string(201, 'x'), "'");
  const LoadResult result = LoadCatalog(test::EditedText("label: \"Role\"", longer));
  EXPECT_EQ(test::OnlyFault(result).message(), "has 201 bytes, more than 200; shorten it");
}

TEST(Bounds, AllowATextOf2000BytesAndNoMore) {
  const std::string longest = absl::StrCat("\"", std::string(2000, 'x'), "\"");
  EXPECT_NE(test::Load(test::EditedText("\"All are needed.\"", longest)), nullptr);
  const std::string longer = absl::StrCat("\"", std::string(2001, 'x'), "\"");
  const LoadResult result = LoadCatalog(test::EditedText("\"All are needed.\"", longer));
  EXPECT_EQ(test::OnlyFault(result).path(), "notes[0].text");
}

TEST(Bounds, AllowATextFileOf1MibAndNoMore) {
  const std::string base = test::BaseText();
  const std::string padding(core::kMaxCatalogTextSize - base.size() - 1, ' ');
  EXPECT_NE(test::Load(base + "#" + padding), nullptr);
  const LoadResult result = LoadCatalog(base + "# " + padding);
  EXPECT_EQ(test::OnlyFault(result).reason(), v1::CATALOG_FAULT_REASON_OUT_OF_BOUNDS);
}

TEST(Faults, AreCountedBeyondThoseReported) {
  const LoadResult result = LoadCatalog(Repeated(5000, "extra: 1\n"));
  EXPECT_THAT(result.faults, SizeIs(FaultList::kMaxTold));
  EXPECT_GT(result.total_faults, 5000);
}

TEST(Faults, OfAnEmptyTextAreWhatACatalogNeeds) {
  std::vector<std::string> paths;
  for (const auto& fault : LoadCatalog("").faults) paths.push_back(fault.path());
  EXPECT_THAT(paths, ElementsAre("provider", "auth_method", "provenance", "steps", "form_fields",
                                 "permissions", "data_domains", "steps", "steps"));
}

TEST(Faults, OfListSyntaxHaveTheLineOfTheList) {
  const LoadResult result = LoadCatalog(test::EditedText(
      "aliases: \"See People\"", "aliases: ['See People',\n    'Look At People', '']"));
  EXPECT_EQ(test::OnlyFault(result).path(), "permissions[0].aliases[2]");
  EXPECT_EQ(test::OnlyFault(result).line(), 77);
}

TEST(Faults, OfMixedListSyntaxHaveTheLineOfTheEntry) {
  const LoadResult result = LoadCatalog(test::EditedText(
      "aliases: \"See People\"", "aliases: ['See People', '']\n  aliases: ['Look At People']"));
  EXPECT_EQ(test::OnlyFault(result).path(), "permissions[0].aliases[1]");
  EXPECT_EQ(test::OnlyFault(result).line(), 74);
}

TEST(Faults, NameTheColumn) {
  const LoadResult result = LoadCatalog(test::EditedText("{ id: \"timing\"", "{ id: \"Timing\""));
  EXPECT_EQ(test::OnlyFault(result).line(), 71);
  EXPECT_EQ(test::OnlyFault(result).column(), 11);
}

TEST(Faults, OfAFieldSetTwicePointAtTheSecond) {
  const LoadResult result =
      LoadCatalog(test::EditedText("label: \"Role\"", "label: \"Role\" label: \"Role\""));
  EXPECT_EQ(test::OnlyFault(result).column(), 17);
  EXPECT_EQ(test::OnlyFault(result).message(),
            "the field is set twice; remove one; the rest was not checked");
}

// A catalog whose permissions have `count` levels that the schema does not have.
LoadResult WithUnknownValues(int count) {
  return LoadCatalog(
      test::BaseText() +
      Repeated(count, "permissions { id: 'p#' label: 'Permission #' level: NONE# }\n"));
}

TEST(Faults, OfManyUnknownValuesAreReportedEach) {
  int levels = 0;
  for (const auto& fault : WithUnknownValues(kMaxUnknownValues).faults) {
    if (absl::EndsWith(fault.path(), ".level")) ++levels;
  }
  EXPECT_EQ(levels, kMaxUnknownValues);
}

TEST(Faults, OfMoreUnknownValuesThanAreReadPastEndTheJudgement) {
  const LoadResult result = WithUnknownValues(kMaxUnknownValues + 2);
  EXPECT_THAT(result.faults, SizeIs(kMaxUnknownValues + 1));
  EXPECT_EQ(result.faults.back().message(),
            "the schema has no such value; correct it; the rest was not checked");
}

// A stack that grows with the text would end the program here.
class DeepText : public testing::TestWithParam<const char*> {};

TEST_P(DeepText, IsRefused) {
  const LoadResult result = LoadCatalog("extra: " + Repeated(200000, GetParam()));
  ASSERT_FALSE(result.faults.empty());
  EXPECT_EQ(result.faults.back().reason(), v1::CATALOG_FAULT_REASON_SYNTAX);
  EXPECT_THAT(result.faults.back().message(), HasSubstr("too deep"));
}

INSTANTIATE_TEST_SUITE_P(Brackets, DeepText, testing::Values("[", "{a:", "<a:"));

TEST(BadText, WritesNothingToStderr) {
  testing::internal::CaptureStderr();
  LoadCatalog(test::EditedText("\"Grant\"", "\"Gr\\377ant\""));
  LoadCatalog(test::EditedText("steps {", "steps ["));
  LoadCatalog("extra: 1 [acme.extra]: 2 provider { id: 3 }");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

}  // namespace
}  // namespace linkstat::catalog
