#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "agent/catalog/load.h"
#include "tests/catalog/base_catalog.h"
#include "tests/support/table.h"

namespace linkstat::catalog {
namespace {

using ::testing::ElementsAreArray;
using ::testing::TestWithParam;
using ::testing::ValuesIn;

// `LINE PATH REASON`, as the table states a fault.
std::string Brief(const v1::CatalogFault& fault) {
  const std::string line = fault.has_line() ? absl::StrCat(fault.line()) : "-";
  const std::string path = fault.path().empty() ? "-" : fault.path();
  return absl::StrCat(
      line, " ", path, " ",
      absl::StripPrefix(v1::CatalogFaultReason_Name(fault.reason()), "CATALOG_FAULT_REASON_"));
}

std::vector<std::string> Briefs(const LoadResult& result) {
  std::vector<std::string> briefs;
  for (const auto& fault : result.faults) briefs.push_back(Brief(fault));
  return briefs;
}

class MalformedCatalog : public TestWithParam<test::TableRow> {};

TEST_P(MalformedCatalog, HasExactlyTheExpectedFaults) {
  const auto& cells = GetParam().cells;
  const std::vector<std::string> expected = absl::StrSplit(cells[2], ';');

  const LoadResult result = LoadCatalog(test::EditedText(cells[0], cells[1]));

  EXPECT_EQ(result.snapshot, nullptr);
  EXPECT_THAT(Briefs(result), ElementsAreArray(expected));
  EXPECT_EQ(result.total_faults, static_cast<int>(expected.size()));
}

TEST_P(MalformedCatalog, IsExplainedInEveryFault) {
  const auto& cells = GetParam().cells;
  for (const auto& fault : LoadCatalog(test::EditedText(cells[0], cells[1])).faults) {
    EXPECT_FALSE(fault.message().empty()) << Brief(fault);
  }
}

INSTANTIATE_TEST_SUITE_P(Table, MalformedCatalog,
                         ValuesIn(test::ReadTable("tests/cases/catalog/malformed.tsv", 3)),
                         test::NameOfCase);

TEST(BaseCatalog, HasNoFault) { EXPECT_NE(test::Load(test::BaseText()), nullptr); }

}  // namespace
}  // namespace linkstat::catalog
