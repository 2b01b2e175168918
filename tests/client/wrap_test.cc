#include "client/cli/output/wrap.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace linkstat::cli {
namespace {

using ::testing::ElementsAre;

TEST(DisplayWidth, WideCharactersTakeTwoColumns) { EXPECT_EQ(DisplayWidth("a漢字"), 5); }

TEST(DisplayWidth, CombiningCharactersTakeNone) { EXPECT_EQ(DisplayWidth("e\xCC\x81"), 1); }

TEST(Wrap, TextThatFitsIsOneLine) { EXPECT_THAT(Wrap("one two", 7), ElementsAre("one two")); }

TEST(Wrap, BreaksAtSpaces) {
  EXPECT_THAT(Wrap("one two three", 8), ElementsAre("one two", "three"));
}

TEST(Wrap, BreaksWordsThatAreTooWide) {
  EXPECT_THAT(Wrap("a bcdefgh", 3), ElementsAre("a", "bcd", "efg", "h"));
}

TEST(Wrap, CountsWideCharacters) { EXPECT_THAT(Wrap("漢字漢", 5), ElementsAre("漢字", "漢")); }

TEST(Wrap, CharacterWiderThanALineStandsAlone) {
  EXPECT_THAT(Wrap("漢字", 1), ElementsAre("漢", "字"));
}

TEST(Wrap, EmptyTextIsOneLine) { EXPECT_THAT(Wrap("", 5), ElementsAre("")); }

TEST(Wrap, KeepsRunsOfSpace) { EXPECT_THAT(Wrap("a  b", 9), ElementsAre("a  b")); }

}  // namespace
}  // namespace linkstat::cli
