#include "agent/catalog/registry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <latch>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/support/fake_clock.h"
#include "tests/support/test_catalog.h"

namespace linkstat::catalog {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

core::SnapshotPtr Revision(const std::string& revision) {
  return std::make_shared<const core::Snapshot>(test::TestCatalog(), revision);
}

std::vector<std::string> Revisions(const std::vector<Registry::Version>& versions) {
  std::vector<std::string> revisions;
  for (const auto& version : versions) revisions.push_back(version.snapshot->revision());
  return revisions;
}

// A registry that has served r1 to r`last`.
std::unique_ptr<Registry> ServedUpTo(int last) {
  auto registry = std::make_unique<Registry>(Revision("r1"));
  for (int i = 2; i <= last; ++i) registry->Publish(Revision(absl::StrCat("r", i)));
  return registry;
}

TEST(Registry, ServesTheFirst) {
  const Registry registry(Revision("r1"));
  EXPECT_EQ(registry.Current()->revision(), "r1");
}

TEST(Registry, ServesThePublished) {
  Registry registry(Revision("r1"));
  registry.Publish(Revision("r2"));
  EXPECT_EQ(registry.Current()->revision(), "r2");
}

TEST(Registry, LeavesASnapshotThatSomeoneHolds) {
  Registry registry(Revision("r1"));
  const core::SnapshotPtr held = registry.Current();
  registry.Publish(Revision("r2"));
  EXPECT_EQ(held->revision(), "r1");
  EXPECT_GT(held->catalog().permissions_size(), 0);
}

TEST(Registry, Keeps16BesidesTheOneServed) {
  const auto registry = ServedUpTo(18);
  EXPECT_EQ(registry->Find("r1"), nullptr);
  ASSERT_NE(registry->Find("r2"), nullptr);
  EXPECT_EQ(registry->Find("r2")->revision(), "r2");
  EXPECT_EQ(registry->Find("r18"), registry->Current());
}

TEST(Registry, FindsNothingForAnUnknownRevision) {
  const auto registry = ServedUpTo(2);
  EXPECT_EQ(registry->Find("r3"), nullptr);
  EXPECT_EQ(registry->NumberOf("r3"), std::nullopt);
}

TEST(Registry, NumbersFromOne) {
  const auto registry = ServedUpTo(2);
  EXPECT_EQ(registry->NumberOf("r1"), 1u);
  EXPECT_EQ(registry->NumberOf("r2"), 2u);
}

TEST(Registry, KnowsTheNewestPlaceOfARevisionThatCameBack) {
  const auto registry = ServedUpTo(2);
  registry->Publish(Revision("r1"));
  EXPECT_EQ(registry->NumberOf("r1"), 3u);
}

TEST(Registry, ReturnsTheVersionsAfterANumber) {
  const auto registry = ServedUpTo(4);
  EXPECT_THAT(Revisions(registry->After(2)), ElementsAre("r3", "r4"));
  EXPECT_EQ(registry->After(2).front().number, 3u);
}

TEST(Registry, ReturnsNothingAfterTheNewest) { EXPECT_THAT(ServedUpTo(4)->After(4), IsEmpty()); }

TEST(Registry, ReturnsNothingAfterANumberYetToCome) {
  EXPECT_THAT(ServedUpTo(4)->After(9), IsEmpty());
}

TEST(Registry, ReturnsTheOneServedAfterZero) {
  EXPECT_THAT(Revisions(ServedUpTo(4)->After(0)), ElementsAre("r4"));
}

TEST(Registry, ReturnsTheOneServedWhenSomeAreForgotten) {
  const auto registry = ServedUpTo(20);
  EXPECT_THAT(Revisions(registry->After(2)), ElementsAre("r20"));
  EXPECT_EQ(Revisions(registry->After(3)).size(), 17u);
}

TEST(Registry, DoesNotPublishTheRevisionServedAgain) {
  Registry registry(Revision("r1"));
  registry.Publish(Revision("r1"));
  EXPECT_EQ(registry.NumberOf("r1"), 1u);
}

TEST(Registry, RemembersARejectionUntilAGoodCatalogComes) {
  Registry registry(Revision("r1"));
  EXPECT_FALSE(registry.rejected().has_value());
  v1::RejectedCatalog rejected;
  rejected.set_total_faults(3);
  registry.Reject(rejected);
  ASSERT_TRUE(registry.rejected().has_value());
  EXPECT_EQ(registry.rejected()->total_faults(), 3);
  registry.Publish(Revision("r1"));
  EXPECT_FALSE(registry.rejected().has_value());
}

TEST(Registry, NotifiesSubscribersOfEachChange) {
  Registry registry(Revision("r1"));
  std::vector<std::string> seen;
  const auto subscription =
      registry.Subscribe([&] { seen.push_back(registry.Current()->revision()); });
  registry.Publish(Revision("r2"));
  registry.Publish(Revision("r2"));
  registry.Publish(Revision("r3"));
  EXPECT_THAT(seen, ElementsAre("r2", "r3"));
}

TEST(Registry, NotifiesNobodyOnceASubscriptionEnded) {
  Registry registry(Revision("r1"));
  int calls = 0;
  auto subscription = registry.Subscribe([&] { ++calls; });
  subscription.reset();
  registry.Publish(Revision("r2"));
  EXPECT_EQ(calls, 0);
}

TEST(Registry, EndsASubscriptionOnlyAfterItsCallbackRan) {
  Registry registry(Revision("r1"));
  std::latch running(1);
  bool finished = false;
  auto subscription = registry.Subscribe([&] {
    running.count_down();
    for (int i = 0; i < 1000; ++i) registry.Current();
    finished = true;
  });
  std::thread publisher([&] { registry.Publish(Revision("r2")); });
  running.wait();
  subscription.reset();
  EXPECT_TRUE(finished);
  publisher.join();
}

TEST(Registry, ServesReadersWhileItIsPublishedTo) {
  Registry registry(Revision("r0"));
  std::thread publisher([&] {
    for (int i = 1; i <= 50; ++i) registry.Publish(Revision(absl::StrCat("r", i)));
  });
  uint64_t seen = 1;
  while (seen < 51) {
    for (const auto& version : registry.After(seen)) {
      EXPECT_GT(version.number, seen);
      seen = version.number;
    }
  }
  publisher.join();
}

TEST(Registry, ReturnsTheVersionsUpToARevisionWithTheirTimes) {
  test::FakeClock clock{absl::FromUnixSeconds(100)};
  Registry registry(Revision("r1"), &clock);
  for (const char* revision : {"r2", "r1", "r3"}) {
    clock.Advance(absl::Seconds(1));
    registry.Publish(Revision(revision));
  }
  EXPECT_THAT(Revisions(registry.UpTo("r2")), ElementsAre("r1", "r2"));
  EXPECT_THAT(Revisions(registry.UpTo("r1")), ElementsAre("r1", "r2", "r1"));
  EXPECT_EQ(registry.UpTo("r3").back().served_since, absl::FromUnixSeconds(103));
  EXPECT_EQ(registry.UpTo("r3").front().served_since, absl::FromUnixSeconds(100));
}

TEST(Registry, ReturnsNoVersionsUpToARevisionThatIsNotKept) {
  Registry registry(Revision("r0"));
  for (int i = 1; i <= Registry::kKept + 1; ++i) registry.Publish(Revision(absl::StrCat("r", i)));
  EXPECT_THAT(registry.UpTo("r0"), IsEmpty());
  EXPECT_EQ(registry.UpTo("r1").size(), 1);
}

}  // namespace
}  // namespace linkstat::catalog
