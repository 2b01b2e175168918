#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/cli/input/text_file.h"
#include "tests/support/status_details.h"

namespace linkstat::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Names(absl::string_view text) { return ParseNameLines(text).value(); }

TEST(NameLines, OneNameALine) { EXPECT_THAT(Names("A\nB\n"), ElementsAre("A", "B")); }

TEST(NameLines, LastLineNeedsNoLineFeed) { EXPECT_THAT(Names("A\nB"), ElementsAre("A", "B")); }

TEST(NameLines, EmptyTextHasNoNames) { EXPECT_THAT(Names(""), IsEmpty()); }

TEST(NameLines, LinesMayEndWithCrLf) { EXPECT_THAT(Names("A\r\nB\r\n"), ElementsAre("A", "B")); }

TEST(NameLines, SkipsAByteOrderMark) {
  EXPECT_THAT(Names("\xEF\xBB\xBF"
                    "A"),
              ElementsAre("A"));
}

TEST(NameLines, KeepsAByteOrderMarkWithinTheText) {
  EXPECT_THAT(Names("A\n\xEF\xBB\xBF"
                    "B"),
              ElementsAre("A",
                          "\xEF\xBB\xBF"
                          "B"));
}

TEST(NameLines, SkipsBlankLines) {
  EXPECT_THAT(Names("\n \t\nA\n\xC2\xA0\r\n\nB\n\n"), ElementsAre("A", "B"));
}

TEST(NameLines, KeepsTheSpacesOfALine) { EXPECT_THAT(Names("  A  B \n"), ElementsAre("  A  B ")); }

TEST(NameLines, KeepsACarriageReturnWithinALine) {
  EXPECT_THAT(Names("A\rB\n"), ElementsAre("A\rB"));
}

TEST(NameLines, KeepsANameGivenTwice) { EXPECT_THAT(Names("A\nA\n"), ElementsAre("A", "A")); }

TEST(NameLines, EveryLineThatIsNotUtf8IsReported) {
  EXPECT_THAT(test::ViolationsOf(ParseNameLines("\xFF\nA\n\n\xC3(\n").status()),
              ElementsAre("line 1 is not UTF-8", "line 4 is not UTF-8"));
}

}  // namespace
}  // namespace linkstat::cli
