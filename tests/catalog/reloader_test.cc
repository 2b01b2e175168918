#include "agent/catalog/reloader.h"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <future>
#include <string>

#include "absl/time/time.h"
#include "tests/catalog/base_catalog.h"
#include "tests/catalog/watched_catalog.h"
#include "tests/catalog/watched_folder.h"

namespace linkstat::catalog {
namespace {

using namespace std::chrono_literals;

std::string OtherText() { return test::EditedText("All are needed.", "All."); }
std::string BaseRevision() { return test::Load(test::BaseText())->revision(); }
std::string OtherRevision() { return test::Load(OtherText())->revision(); }

// Every way in which a file changes, seen through inotify and through polling.
class Reloading : public testing::TestWithParam<ReloaderOptions (*)()> {
 protected:
  ReloaderOptions Options() const { return GetParam()(); }

  const test::WatchedFolder folder_;
};

TEST_P(Reloading, FollowsAWriteInPlace) {
  folder_.Write("catalog", test::BaseText());
  test::WatchedCatalog watched(folder_.Path("catalog"), Options());
  folder_.Write("catalog", OtherText());
  EXPECT_TRUE(watched.WaitForRevision(OtherRevision()));
  EXPECT_EQ(watched.registry().Current()->revision(), OtherRevision());
}

TEST_P(Reloading, FollowsARenameOverTheFile) {
  folder_.Write("catalog", test::BaseText());
  test::WatchedCatalog watched(folder_.Path("catalog"), Options());
  folder_.Replace("catalog", OtherText());
  EXPECT_TRUE(watched.WaitForRevision(OtherRevision()));
  folder_.Replace("catalog", test::BaseText());
  EXPECT_TRUE(watched.WaitForRevision(BaseRevision()));
}

TEST_P(Reloading, FollowsALinkThatIsReplaced) {
  folder_.MakeFolder("one");
  folder_.MakeFolder("two");
  folder_.Write("one/file", test::BaseText());
  folder_.Write("two/file", OtherText());
  folder_.Link("one/file", "catalog");
  test::WatchedCatalog watched(folder_.Path("catalog"), Options());
  folder_.Link("two/file", "catalog");
  EXPECT_TRUE(watched.WaitForRevision(OtherRevision()));
}

TEST_P(Reloading, FollowsAWriteBehindALink) {
  folder_.MakeFolder("one");
  folder_.Write("one/file", test::BaseText());
  folder_.Link("one/file", "catalog");
  test::WatchedCatalog watched(folder_.Path("catalog"), Options());
  folder_.Write("one/file", OtherText());
  EXPECT_TRUE(watched.WaitForRevision(OtherRevision()));
}

TEST_P(Reloading, FollowsTheLinksOfAConfigMap) {
  folder_.MakeFolder("..1");
  folder_.Write("..1/catalog", test::BaseText());
  folder_.Link("..1", "..data");
  folder_.Link("..data/catalog", "catalog");
  test::WatchedCatalog watched(folder_.Path("catalog"), Options());

  folder_.MakeFolder("..2");
  folder_.Write("..2/catalog", OtherText());
  folder_.Link("..2", "..data");
  folder_.Remove("..1");
  EXPECT_TRUE(watched.WaitForRevision(OtherRevision()));

  folder_.MakeFolder("..3");
  folder_.Write("..3/catalog", test::BaseText());
  folder_.Link("..3", "..data");
  folder_.Remove("..2");
  EXPECT_TRUE(watched.WaitForRevision(BaseRevision()));
}

TEST_P(Reloading, FollowsAFolderThatIsReplaced) {
  folder_.MakeFolder("config");
  folder_.Write("config/catalog", test::BaseText());
  test::WatchedCatalog watched(folder_.Path("config/catalog"), Options());
  folder_.MakeFolder("config.new");
  folder_.Write("config.new/catalog", OtherText());
  folder_.Rename("config", "config.old");
  folder_.Rename("config.new", "config");
  EXPECT_TRUE(watched.WaitForRevision(OtherRevision()));
}

TEST_P(Reloading, LoadsNothingWhenTheContentIsTheSame) {
  folder_.Write("catalog", test::BaseText());
  test::WatchedCatalog watched(folder_.Path("catalog"), Options());
  folder_.Replace("catalog", test::BaseText());
  folder_.Replace("catalog", OtherText());
  EXPECT_TRUE(watched.WaitForRevision(OtherRevision()));
  EXPECT_EQ(watched.loads(), 1);
}

TEST_P(Reloading, EndsUpRightWhenTheFileIsWrittenInPieces) {
  folder_.Write("catalog", test::BaseText());
  test::WatchedCatalog watched(folder_.Path("catalog"), Options());
  const std::string text = OtherText();
  std::ofstream file(folder_.Path("catalog"), std::ios::binary);
  for (const char c : text) file << c << std::flush;
  file.close();
  EXPECT_TRUE(watched.WaitForRevision(OtherRevision()));
  EXPECT_FALSE(watched.registry().rejected().has_value());
}

TEST_P(Reloading, RecoversFromAFileSeenHalfWritten) {
  folder_.Write("catalog", test::BaseText());
  test::WatchedCatalog watched(folder_.Path("catalog"), Options());
  const std::string text = OtherText();
  folder_.Write("catalog", text.substr(0, text.size() / 2));
  EXPECT_TRUE(watched.WaitForRejection());
  folder_.Write("catalog", text);
  EXPECT_TRUE(watched.WaitForRevision(OtherRevision()));
  EXPECT_FALSE(watched.registry().rejected().has_value());
}

TEST_P(Reloading, ReachesASubscriberWithinASecond) {
  folder_.Write("catalog", test::BaseText());
  ReloaderOptions options = Options();
  // The default, where the system reports changes as well.
  if (options.use_inotify) options.poll_interval = ReloaderOptions().poll_interval;
  test::WatchedCatalog watched(folder_.Path("catalog"), options);
  std::promise<void> changed;
  const auto subscription = watched.registry().Subscribe([&] { changed.set_value(); });
  folder_.Replace("catalog", OtherText());
  EXPECT_EQ(changed.get_future().wait_for(1s), std::future_status::ready);
}

std::string NameOf(const testing::TestParamInfo<ReloaderOptions (*)()>& options) {
  return options.param == &test::OnlyInotify ? "Inotify" : "Polling";
}

INSTANTIATE_TEST_SUITE_P(By, Reloading, testing::Values(&test::OnlyInotify, &test::OnlyPolling),
                         NameOf);

TEST(Reloader, LoadsOnRequestEvenWhenNothingChanged) {
  const test::WatchedFolder folder;
  folder.Write("catalog", test::BaseText());
  test::WatchedCatalog watched(folder.Path("catalog"), test::OnlyInotify());
  watched.RequestReload();
  EXPECT_TRUE(watched.WaitForLoads(1));
  watched.RequestReload();
  EXPECT_TRUE(watched.WaitForLoads(2));
  EXPECT_EQ(watched.registry().NumberOf(BaseRevision()), 1u);
}

TEST(Reloader, TakesAChangeFromBeforeItsStart) {
  const test::WatchedFolder folder;
  folder.Write("catalog", OtherText());
  Registry registry(test::Load(test::BaseText()));
  std::promise<void> changed;
  const auto subscription = registry.Subscribe([&] { changed.set_value(); });
  const auto reloader = Reloader::Create(folder.Path("catalog"), &registry, test::OnlyInotify());
  ASSERT_TRUE(reloader.ok()) << reloader.status();
  EXPECT_EQ(changed.get_future().wait_for(10s), std::future_status::ready);
  EXPECT_EQ(registry.Current()->revision(), OtherRevision());
}

TEST(Reloader, LeavesASnapshotInUse) {
  const test::WatchedFolder folder;
  folder.Write("catalog", test::BaseText());
  test::WatchedCatalog watched(folder.Path("catalog"), test::OnlyInotify());
  const core::SnapshotPtr held = watched.registry().Current();
  folder.Replace("catalog", OtherText());
  EXPECT_TRUE(watched.WaitForRevision(OtherRevision()));
  EXPECT_EQ(held->revision(), BaseRevision());
  EXPECT_EQ(held->catalog().notes(0).text(), "All are needed.");
}

TEST(Reloader, EndsAtOnceWhileItWaits) {
  const test::WatchedFolder folder;
  folder.Write("catalog", test::BaseText());
  const absl::Time begin = absl::Now();
  { test::WatchedCatalog watched(folder.Path("catalog"), test::OnlyInotify()); }
  EXPECT_LT(absl::Now() - begin, absl::Seconds(5));
}

}  // namespace
}  // namespace linkstat::catalog
