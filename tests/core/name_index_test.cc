#include "agent/core/name_index.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace linkstat::core {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

NameIndex Index(NameIndex::Names names = NameIndex::Names::kLabels) {
  return NameIndex({{"red-one", "Red Apples", {"Cox Orange"}}, {"green", "Green Pears", {}}},
                   names);
}

TEST(NameIndex, FindsALabelLetterForLetter) {
  const auto hit = Index().Find("Green Pears");
  ASSERT_TRUE(hit.has_value());
  EXPECT_EQ(hit->entry, 1);
  EXPECT_EQ(hit->kind, v1::MATCH_KIND_EXACT);
}

TEST(NameIndex, FindsALabelInAnotherSpelling) {
  const auto hit = Index().Find("green-PEARS");
  ASSERT_TRUE(hit.has_value());
  EXPECT_EQ(hit->entry, 1);
  EXPECT_EQ(hit->kind, v1::MATCH_KIND_NORMALIZED);
}

TEST(NameIndex, CallsAnAliasAnAliasEvenLetterForLetter) {
  const auto hit = Index().Find("Cox Orange");
  ASSERT_TRUE(hit.has_value());
  EXPECT_EQ(hit->entry, 0);
  EXPECT_EQ(hit->kind, v1::MATCH_KIND_ALIAS);
}

TEST(NameIndex, FindsNoNameThatIsOnlyNear) { EXPECT_FALSE(Index().Find("Green Pear").has_value()); }

TEST(NameIndex, FindsNothingForANameWithoutAForm) {
  EXPECT_FALSE(Index().Find("\"\"").has_value());
}

TEST(NameIndex, FindsNoIdsByDefault) { EXPECT_FALSE(Index().Find("red-one").has_value()); }

TEST(NameIndex, FindsIdsWithLabelsAndIds) {
  const auto hit = Index(NameIndex::Names::kLabelsAndIds).Find("red-one");
  ASSERT_TRUE(hit.has_value());
  EXPECT_EQ(hit->entry, 0);
  EXPECT_EQ(hit->kind, v1::MATCH_KIND_ALIAS);
}

TEST(NameIndex, GivesACollidingNameToTheFirstEntry) {
  const NameIndex index({{"a", "Apples & Pears", {}}, {"b", "apples and pears", {}}});
  EXPECT_EQ(index.Find("APPLES AND PEARS")->entry, 0);
}

TEST(NameIndex, PutsTheNearestFirst) {
  const NameIndex index({{"a", "Blue Plums", {}}, {"b", "Blue Plum", {}}, {"c", "Chairs", {}}});
  EXPECT_THAT(index.Nearest("blu plum", 3), ElementsAre(1, 0));
}

TEST(NameIndex, KeepsTheOrderOfEntriesThatAreEquallyNear) {
  const NameIndex index(
      {{"a", "Blue Plums", {}}, {"b", "Blue Plumz", {}}, {"c", "Blue Plumx", {}}});
  EXPECT_THAT(index.Nearest("Blue Plum", 3), ElementsAre(0, 1, 2));
}

TEST(NameIndex, GivesNoMoreThanTheLimit) {
  const NameIndex index(
      {{"a", "Blue Plums", {}}, {"b", "Blue Plumz", {}}, {"c", "Blue Plumx", {}}});
  EXPECT_THAT(index.Nearest("Blue Plum", 2), ElementsAre(0, 1));
}

TEST(NameIndex, GivesAnEntryOnceWhoeverOfItsNamesAreNear) {
  const NameIndex index({{"a", "Blue Plums", {"Blue Plumz"}}, {"b", "Blue Plumy", {}}});
  EXPECT_THAT(index.Nearest("Blue Plum", 3), ElementsAre(0, 1));
}

TEST(NameIndex, TakesTheNearestNameOfAnEntry) {
  const NameIndex index({{"a", "Blue Plums", {}}, {"b", "Blue Plumage", {"Blue Plun"}}});
  EXPECT_THAT(index.Nearest("Blue Plun", 2), ElementsAre(1, 0));
}

TEST(NameIndex, CountsWhatRepeatsWithinANameOnce) {
  const NameIndex index({{"a", "Ab Cdefgh", {}}, {"b", "Chairs", {}}});
  EXPECT_THAT(index.Nearest("Ab Ab Ab Ab Ab Xyzw Qrst", 1), IsEmpty());
}

TEST(NameIndex, LeavesOutWhatIsFarBehindTheNearest) {
  const NameIndex index({{"a", "View Books", {}}, {"b", "Paint Books", {}}});
  EXPECT_THAT(index.Nearest("Books", 3), ElementsAre(0, 1));
  EXPECT_THAT(index.Nearest("View Book", 3), ElementsAre(0));
}

TEST(NameIndex, HasNothingNearToAnotherWord) {
  EXPECT_THAT(Index().Nearest("Chair", 3), IsEmpty());
}

TEST(NameIndex, HasNothingNearToANameWithoutAForm) {
  EXPECT_THAT(Index().Nearest("\"\"", 3), IsEmpty());
}

TEST(NameIndex, OfNothingFindsNothing) {
  const NameIndex index(std::vector<NamedEntry>{});
  EXPECT_FALSE(index.Find("Blue Plums").has_value());
  EXPECT_THAT(index.Nearest("Blue Plums", 3), IsEmpty());
}

}  // namespace
}  // namespace linkstat::core
