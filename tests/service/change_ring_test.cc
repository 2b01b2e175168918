#include "agent/service/change_ring.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace linkstat::service {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr ChangeRing::Limits kSmall{.changes = 3, .bytes = 1 << 20};

store::Change Deleted(store::Revision revision) { return {revision, "acme", std::nullopt}; }

store::Change Written(store::Revision revision, size_t bytes) {
  return {revision, "acme", store::Record{"acme", std::string(bytes, 'x'), "key", revision}};
}

std::vector<store::Revision> Revisions(const ChangeRing::Slice& slice) {
  std::vector<store::Revision> revisions;
  for (const auto& change : slice.changes) revisions.push_back(change->revision);
  return revisions;
}

TEST(ChangeRing, GivesTheChangesAfterAPlaceInSlices) {
  ChangeRing ring(kSmall);
  ring.Reset(4);
  ring.Append({Deleted(5), Deleted(7), Deleted(8)});
  const ChangeRing::Slice first = ring.After(ring.history(), 4, 2);
  EXPECT_THAT(Revisions(first), ElementsAre(5, 7));
  EXPECT_EQ(first.next, 7);
  EXPECT_FALSE(first.complete);
  const ChangeRing::Slice second = ring.After(ring.history(), first.next, 2);
  EXPECT_THAT(Revisions(second), ElementsAre(8));
  EXPECT_TRUE(second.complete);
}

TEST(ChangeRing, HasNothingForAPlaceBeyondItsLastChange) {
  ChangeRing ring(kSmall);
  ring.Reset(4);
  const ChangeRing::Slice slice = ring.After(ring.history(), 9, 2);
  EXPECT_TRUE(slice.known);
  EXPECT_TRUE(slice.complete);
  EXPECT_EQ(slice.next, 9);
  EXPECT_THAT(slice.changes, IsEmpty());
}

TEST(ChangeRing, DoesNotKnowWhatWasBeforeIt) {
  ChangeRing ring(kSmall);
  ring.Reset(4);
  EXPECT_FALSE(ring.After(ring.history(), 3, 2).known);
}

TEST(ChangeRing, OldestChangesMakeWayForNewOnes) {
  ChangeRing ring(kSmall);
  ring.Append({Deleted(1), Deleted(2), Deleted(3), Deleted(4)});
  EXPECT_FALSE(ring.After(ring.history(), 0, 9).known);
  EXPECT_THAT(Revisions(ring.After(ring.history(), 1, 9)), ElementsAre(2, 3, 4));
}

TEST(ChangeRing, IsBoundedInBytes) {
  ChangeRing ring({.changes = 100, .bytes = 1000});
  ring.Append({Written(1, 400), Written(2, 400), Written(3, 400)});
  EXPECT_FALSE(ring.After(ring.history(), 0, 9).known);
  EXPECT_EQ(Revisions(ring.After(ring.history(), 2, 9)), std::vector<store::Revision>{3});
}

// What a change of the account "acme" counts for, besides its value.
constexpr size_t kBare = sizeof(store::Change) + 4;

TEST(ChangeRing, CountsIdsAndValuesUpToItsBound) {
  ChangeRing ring({.changes = 100, .bytes = 2 * kBare + 20});
  ring.Append({Written(1, 10), Written(2, 10)});
  EXPECT_THAT(Revisions(ring.After(ring.history(), 0, 9)), ElementsAre(1, 2));
  ring.Reset(2);
  ring.Append({Written(3, 10), Written(4, 11)});
  EXPECT_FALSE(ring.After(ring.history(), 2, 9).known);
  EXPECT_THAT(Revisions(ring.After(ring.history(), 3, 9)), ElementsAre(4));
}

TEST(ChangeRing, CountsADeletionWithoutAValue) {
  ChangeRing ring({.changes = 100, .bytes = 2 * kBare});
  ring.Append({Deleted(1), Deleted(2)});
  EXPECT_THAT(Revisions(ring.After(ring.history(), 0, 9)), ElementsAre(1, 2));
  ring.Append({Deleted(3)});
  EXPECT_THAT(Revisions(ring.After(ring.history(), 1, 9)), ElementsAre(2, 3));
}

TEST(ChangeRing, DoesNotCountWhatMadeWay) {
  ChangeRing ring({.changes = 100, .bytes = 2 * kBare + 20});
  for (store::Revision revision = 1; revision <= 5; ++revision)
    ring.Append({Written(revision, 10)});
  EXPECT_THAT(Revisions(ring.After(ring.history(), 3, 9)), ElementsAre(4, 5));
}

TEST(ChangeRing, DoesNotCountWhatWasBeforeAReset) {
  ChangeRing ring({.changes = 100, .bytes = 2 * kBare + 20});
  ring.Append({Written(1, 10), Written(2, 10)});
  ring.Reset(2);
  ring.Append({Written(3, 10), Written(4, 10)});
  EXPECT_THAT(Revisions(ring.After(ring.history(), 2, 9)), ElementsAre(3, 4));
}

// As when an older copy of the store was put in its place.
TEST(ChangeRing, ForgetsTheChangesBeforeAReset) {
  ChangeRing ring(kSmall);
  ring.Append({Deleted(5)});
  ring.Reset(2);
  EXPECT_THAT(ring.After(ring.history(), 2, 9).changes, IsEmpty());
}

TEST(ChangeRing, KnowsNoPlaceOfAnotherHistory) {
  ChangeRing ring(kSmall);
  const uint64_t before = ring.history();
  ring.Reset(0);
  EXPECT_FALSE(ring.After(before, 0, 9).known);
  EXPECT_TRUE(ring.After(ring.history(), 0, 9).known);
}

TEST(ChangeRing, WakesItsReadersWhileTheySubscribe) {
  ChangeRing ring(kSmall);
  int woken = 0;
  auto subscription = ring.Subscribe([&] { ++woken; });
  ring.Append({Deleted(1)});
  ring.Wake();
  ring.Reset(3);
  EXPECT_EQ(woken, 3);
  subscription.reset();
  ring.Wake();
  EXPECT_EQ(woken, 3);
}

}  // namespace
}  // namespace linkstat::service
