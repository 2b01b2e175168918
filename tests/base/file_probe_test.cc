#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "agent/base/regular_file.h"
#include "tests/support/temporary_folder.h"

namespace linkstat {
namespace {

namespace fs = std::filesystem;

using testing::HasSubstr;

std::string FaultOf(const std::string& path) { return std::string(ProbeAppend(path).message()); }

TEST(ProbeAppend, AcceptsAFileThatExistsOrCanBeCreated) {
  const test::TemporaryFolder folder;
  test::WriteBytes(folder.File("there"), "kept");
  EXPECT_TRUE(ProbeAppend(folder.File("there")).ok());
  EXPECT_TRUE(ProbeAppend(folder.File("new")).ok());
  EXPECT_EQ(test::ReadBytes(folder.File("there")), "kept");
  EXPECT_FALSE(fs::exists(folder.File("new")));
}

TEST(ProbeAppend, AcceptsARelativeName) { EXPECT_TRUE(ProbeAppend("no-such-file").ok()); }

TEST(ProbeAppend, RejectsWhatIsNotARegularFile) {
  const test::TemporaryFolder folder;
  EXPECT_EQ(FaultOf(folder.path()), "not a regular file");
  EXPECT_EQ(FaultOf("/dev/null"), "not a regular file");
  EXPECT_EQ(FaultOf(folder.File("new/")), "not a regular file");
}

TEST(ProbeAppend, RejectsAFileWithoutAFolder) {
  const test::TemporaryFolder folder;
  test::WriteBytes(folder.File("file"), "");
  EXPECT_THAT(FaultOf(folder.File("none/new")), HasSubstr("No such file or directory"));
  EXPECT_THAT(FaultOf(folder.File("file/new")), HasSubstr("Not a directory"));
}

TEST(ProbeAppend, FollowsSymbolicLinksThatLeadNowhereYet) {
  const test::TemporaryFolder folder;
  fs::create_symlink("second", folder.File("first"));
  fs::create_symlink("new", folder.File("second"));
  EXPECT_TRUE(ProbeAppend(folder.File("first")).ok());
  fs::create_symlink("none/new", folder.File("broken"));
  EXPECT_THAT(FaultOf(folder.File("broken")), HasSubstr("No such file or directory"));
}

}  // namespace
}  // namespace linkstat
