#include "client/cli/input/text_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "tests/client/run_cli.h"
#include "tests/support/status_details.h"

namespace linkstat::cli {
namespace {

using ::linkstat::test::TemporaryFile;
using ::testing::ElementsAre;

std::vector<std::string> FaultsOf(const std::string& path, const std::string& input = "") {
  std::istringstream in(input);
  return test::ViolationsOf(ReadText(path, "form", in).status());
}

TEST(TextFile, ReadsAFileWhole) {
  const std::string content("a\r\nb\0c\n", 7);
  std::istringstream in;
  EXPECT_EQ(ReadInput(TemporaryFile("x", content), "form", in).value(), content);
}

TEST(TextFile, DashIsStandardInput) {
  std::istringstream in("from input");
  EXPECT_EQ(ReadInput("-", "form", in).value(), "from input");
}

TEST(TextFile, EmptyFileIsEmptyText) {
  std::istringstream in;
  EXPECT_EQ(ReadText(TemporaryFile("x", ""), "form", in).value(), "");
}

TEST(TextFile, OneMebibyteIsTaken) {
  std::istringstream in(std::string(kMaxInputSize, 'x'));
  EXPECT_EQ(ReadText("-", "form", in).value().size(), kMaxInputSize);
}

TEST(TextFile, MoreThanOneMebibyteIsAFault) {
  EXPECT_THAT(FaultsOf("-", std::string(kMaxInputSize + 1, 'x')),
              ElementsAre("form is larger than 1 MiB"));
}

TEST(TextFile, FileThatIsNotThereIsAFaultWithoutItsPath) {
  EXPECT_THAT(FaultsOf("/nonexistent/x"),
              ElementsAre("form cannot be read: No such file or directory"));
}

TEST(TextFile, FolderIsAFault) {
  EXPECT_THAT(FaultsOf(testing::TempDir()), ElementsAre("form cannot be read: Is a directory"));
}

TEST(TextFile, TextThatIsNotUtf8IsAFault) {
  EXPECT_THAT(FaultsOf("-", "a\xC3("), ElementsAre("form is not UTF-8"));
}

TEST(TextFile, TextLosesItsByteOrderMark) {
  std::istringstream in("\xEF\xBB\xBF{}");
  EXPECT_EQ(ReadText("-", "form", in).value(), "{}");
}

}  // namespace
}  // namespace linkstat::cli
