#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "agent/app/command/settings.h"
#include "tests/app/command/command_words.h"
#include "tests/support/table.h"
#include "tests/support/temporary_folder.h"

namespace linkstat::app {
namespace {

class SettingsFaultsTest : public testing::TestWithParam<test::TableRow> {};

TEST_P(SettingsFaultsTest, ReportsEveryFaultWithItsPlace) {
  std::vector<std::string> words = absl::StrSplit(GetParam().cells[0], ' ', absl::SkipEmpty());
  const std::string& file = GetParam().cells[1];
  const std::vector<std::string> expected = absl::StrSplit(GetParam().cells[2], '|');
  const test::TemporaryFolder folder;
  const std::string path = folder.File("agent.textproto");
  if (!file.empty()) {
    test::WriteBytes(path, file);
    words.push_back("--config=" + path);
  }

  std::vector<std::string> told;
  const ConfigBuilder builder = ResolveSettings(ParseWords(words));
  for (const SettingFault& fault : builder.faults()) {
    told.push_back(
        absl::StrReplaceAll(absl::StrCat(fault.place, ": ", fault.text), {{path, "FILE"}}));
  }
  EXPECT_THAT(told, testing::UnorderedElementsAreArray(expected));
}

INSTANTIATE_TEST_SUITE_P(Table, SettingsFaultsTest,
                         testing::ValuesIn(test::ReadTable("tests/cases/settings/faults.tsv", 3)),
                         test::NameOfCase);

}  // namespace
}  // namespace linkstat::app
