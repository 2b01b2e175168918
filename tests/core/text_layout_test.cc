#include "agent/core/text_layout.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace linkstat::core {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Broken(const std::vector<std::string>& words, int width) {
  return WrapWords(words, width, LongWord::kBreak);
}

TEST(DisplayWidth, WideCharactersTakeTwoColumns) { EXPECT_EQ(DisplayWidth("a漢字"), 5); }

TEST(DisplayWidth, CombiningCharactersTakeNone) { EXPECT_EQ(DisplayWidth("e\xCC\x81"), 1); }

TEST(DisplayWidth, BytesThatAreNotUtf8TakeOneEach) { EXPECT_EQ(DisplayWidth("a\xFF\xFE\xE6"), 4); }

TEST(WrapWords, WordsThatFitAreOneLine) {
  EXPECT_THAT(Broken({"one", "two"}, 7), ElementsAre("one two"));
}

TEST(WrapWords, BreaksBetweenWords) {
  EXPECT_THAT(Broken({"one", "two", "three"}, 8), ElementsAre("one two", "three"));
}

TEST(WrapWords, BreaksWordsThatAreTooWide) {
  EXPECT_THAT(Broken({"a", "bcdefgh", "i"}, 3), ElementsAre("a", "bcd", "efg", "h i"));
}

TEST(WrapWords, KeepsWordsThatAreTooWide) {
  EXPECT_THAT(WrapWords({"a", "bcdefgh", "i"}, 3, LongWord::kKeep),
              ElementsAre("a", "bcdefgh", "i"));
}

TEST(WrapWords, CountsWideCharacters) {
  EXPECT_THAT(Broken({"漢字漢"}, 5), ElementsAre("漢字", "漢"));
}

TEST(WrapWords, CharacterWiderThanALineHasALineOfItsOwn) {
  EXPECT_THAT(Broken({"漢字", "a"}, 1), ElementsAre("漢", "字", "a"));
}

TEST(WrapWords, NoWordsAreOneLine) { EXPECT_THAT(Broken({}, 5), ElementsAre("")); }

TEST(WrapWords, KeepsEmptyWords) { EXPECT_THAT(Broken({"a", "", "b"}, 9), ElementsAre("a  b")); }

}  // namespace
}  // namespace linkstat::core
