#include "agent/catalog/word_before.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace linkstat::catalog {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

TEST(WordsBefore, FindsTheNameBeforeAColon) {
  EXPECT_THAT(WordsBefore("  label : 1", {{0, 8}}), ElementsAre(Pair(0, 2)));
}

TEST(WordsBefore, GoesBackOverLines) {
  EXPECT_THAT(WordsBefore("kind: GIVEN\n\n}", {{2, 0}}), ElementsAre(Pair(0, 6)));
}

TEST(WordsBefore, PassesOverComments) {
  EXPECT_THAT(WordsBefore("kind: GIVEN # not known\n}", {{1, 0}}), ElementsAre(Pair(0, 6)));
}

TEST(WordsBefore, PassesOverStrings) {
  EXPECT_THAT(WordsBefore("a: 'b # \\' c' d:", {{0, 15}}), ElementsAre(Pair(0, 14)));
}

TEST(WordsBefore, CountsATabUpToTheNextMultipleOf8) {
  EXPECT_THAT(WordsBefore("a\tlabel: 1", {{0, 13}}), ElementsAre(Pair(0, 8)));
}

TEST(WordsBefore, AnswersForEachPosition) {
  EXPECT_THAT(WordsBefore("a: 1 b: 2", {{0, 1}, {0, 6}}), ElementsAre(Pair(0, 0), Pair(0, 5)));
}

TEST(WordsBefore, KeepsAPositionWithoutAWord) {
  EXPECT_THAT(WordsBefore("{ }", {{0, 2}}), ElementsAre(Pair(0, 2)));
}

TEST(WordsBefore, EndsWithTheText) {
  EXPECT_THAT(WordsBefore("label", {{7, 0}}), ElementsAre(Pair(0, 0)));
}

TEST(OffsetOf, CountsBytesWhereAPositionCountsColumns) {
  EXPECT_EQ(OffsetOf("a\tlabel: 1\nb", {0, 8}), 2);
  EXPECT_EQ(OffsetOf("a\tlabel: 1\nb", {1, 0}), 11);
}

TEST(OffsetOf, EndsWithTheText) { EXPECT_EQ(OffsetOf("label", {7, 0}), 5); }

}  // namespace
}  // namespace linkstat::catalog
