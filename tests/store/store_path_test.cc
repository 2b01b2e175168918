#include "agent/store/store_path.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "tests/support/temporary_folder.h"

namespace linkstat::store {
namespace {

// A folder whose own path has no symbolic links.
std::string Resolved(const test::TemporaryFolder& folder) {
  return std::filesystem::canonical(folder.path()).string();
}

void Link(const std::string& target, const std::string& name) {
  ASSERT_EQ(symlink(target.c_str(), name.c_str()), 0) << name;
}

TEST(ResolveStorePath, LeavesAPlainPath) {
  const test::TemporaryFolder folder;
  EXPECT_EQ(ResolveStorePath(folder.File("none.db")).value(), Resolved(folder) + "/none.db");
}

TEST(ResolveStorePath, MakesARelativePathAbsolute) {
  EXPECT_EQ(ResolveStorePath("store.db").value(),
            (std::filesystem::current_path() / "store.db").string());
}

TEST(ResolveStorePath, FollowsLinksOfTheFileAndOfItsFolders) {
  const test::TemporaryFolder folder;
  std::filesystem::create_directories(folder.File("a/b"));
  test::WriteBytes(folder.File("a/b/store.db"), "");
  Link("a/b", folder.File("folder"));
  Link("folder/store.db", folder.File("relative.db"));
  Link(folder.File("relative.db"), folder.File("a/absolute.db"));
  EXPECT_EQ(ResolveStorePath(folder.File("a/absolute.db")).value(),
            Resolved(folder) + "/a/b/store.db");
}

TEST(ResolveStorePath, FollowsALinkToAFileThatDoesNotExist) {
  const test::TemporaryFolder folder;
  std::filesystem::create_directory(folder.File("a"));
  Link("a/new.db", folder.File("link.db"));
  EXPECT_EQ(ResolveStorePath(folder.File("link.db")).value(), Resolved(folder) + "/a/new.db");
}

TEST(ResolveStorePath, RejectsALinkIntoAFolderThatDoesNotExist) {
  const test::TemporaryFolder folder;
  Link("none/store.db", folder.File("link.db"));
  EXPECT_EQ(ResolveStorePath(folder.File("link.db")).status(),
            absl::NotFoundError("the store's folder does not exist"));
}

// The first of so many links in a row to a file.
std::string ChainOfLinks(const test::TemporaryFolder& folder, int links) {
  std::string target = folder.File("store.db");
  for (int i = 0; i < links; ++i) {
    const std::string link = folder.File("link-" + std::to_string(i));
    Link(target, link);
    target = link;
  }
  return target;
}

TEST(ResolveStorePath, FollowsAsManyLinksAsLinuxAndNoMore) {
  const test::TemporaryFolder most, more;
  EXPECT_EQ(ResolveStorePath(ChainOfLinks(most, 40)).value(), Resolved(most) + "/store.db");
  EXPECT_EQ(
      ResolveStorePath(ChainOfLinks(more, 41)).status(),
      absl::FailedPreconditionError("the store's path leads through too many symbolic links"));
}

TEST(ResolveStorePath, RejectsACircle) {
  const test::TemporaryFolder folder;
  Link("b.db", folder.File("a.db"));
  Link("a.db", folder.File("b.db"));
  EXPECT_EQ(
      ResolveStorePath(folder.File("a.db")).status(),
      absl::FailedPreconditionError("the store's path leads through too many symbolic links"));
}

}  // namespace
}  // namespace linkstat::store
