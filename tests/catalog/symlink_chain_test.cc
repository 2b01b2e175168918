#include "agent/catalog/symlink_chain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/catalog/watched_folder.h"

namespace linkstat::catalog {

void PrintTo(const FolderEntry& entry, std::ostream* out) {
  *out << entry.folder << " | " << entry.name;
}

namespace {

using ::testing::ElementsAre;
using ::testing::Gt;
using ::testing::SizeIs;

TEST(SymlinkChain, IsAFileInItsFolder) {
  const test::WatchedFolder folder;
  folder.MakeFolder("a");
  folder.Write("a/file", "");
  EXPECT_THAT(SymlinkChain(folder.Path("a/file")),
              ElementsAre(FolderEntry{folder.Path("a"), "file"}));
}

TEST(SymlinkChain, GoesThroughLinksToFiles) {
  const test::WatchedFolder folder;
  folder.MakeFolder("a");
  folder.MakeFolder("b");
  folder.Write("b/file", "");
  folder.Link(folder.Path("b/file"), "a/link");
  EXPECT_THAT(
      SymlinkChain(folder.Path("a/link")),
      ElementsAre(FolderEntry{folder.Path("a"), "link"}, FolderEntry{folder.Path("b"), "file"}));
}

TEST(SymlinkChain, GoesThroughLinksToFolders) {
  const test::WatchedFolder folder;
  folder.MakeFolder("a/..1");
  folder.Write("a/..1/file", "");
  folder.Link("..1", "a/..data");
  folder.Link("..data/file", "a/file");
  EXPECT_THAT(
      SymlinkChain(folder.Path("a/file")),
      ElementsAre(FolderEntry{folder.Path("a"), "file"}, FolderEntry{folder.Path("a"), "..data"},
                  FolderEntry{folder.Path("a/..1"), "file"}));
}

TEST(SymlinkChain, EndsAtWhatDoesNotExist) {
  const test::WatchedFolder folder;
  folder.MakeFolder("a");
  EXPECT_THAT(SymlinkChain(folder.Path("a/b/file")),
              ElementsAre(FolderEntry{folder.Path("a"), "b"}));
}

TEST(SymlinkChain, EndsAfterACircleOfLinks) {
  const test::WatchedFolder folder;
  folder.Link("b", "a");
  folder.Link("a", "b");
  EXPECT_THAT(SymlinkChain(folder.Path("a")), SizeIs(Gt(1)));
}

TEST(SymlinkChain, BeginsInTheWorkingFolderForARelativePath) {
  EXPECT_THAT(SymlinkChain("no-such-file"), ElementsAre(FolderEntry{".", "no-such-file"}));
}

}  // namespace
}  // namespace linkstat::catalog
