#include "agent/telemetry/rotating_file.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <filesystem>

#include "tests/support/files.h"
#include "tests/support/temporary_folder.h"

namespace linkstat::telemetry {
namespace {

class RotatingFileTest : public testing::Test {
 protected:
  std::unique_ptr<RotatingFile> Open(uint64_t max_bytes, int kept) {
    auto file = RotatingFile::Open(path_, max_bytes, kept);
    EXPECT_TRUE(file.ok()) << file.status();
    return *std::move(file);
  }
  std::string Text(const std::string& suffix = "") const { return test::ReadBytes(path_ + suffix); }
  bool Exists(const std::string& suffix) const { return std::filesystem::exists(path_ + suffix); }

  const test::TemporaryFolder folder_;
  const std::string path_ = folder_.File("audit.jsonl");
};

TEST_F(RotatingFileTest, AppendsToWhatIsThere) {
  ASSERT_TRUE(Open(100, 1)->Append("one\n").ok());
  ASSERT_TRUE(Open(100, 1)->Append("two\n").ok());
  EXPECT_EQ(Text(), "one\ntwo\n");
}

TEST_F(RotatingFileTest, IsReadableByItsOwnerAlone) {
  Open(100, 1);
  struct stat info;
  ASSERT_EQ(stat(path_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
}

TEST_F(RotatingFileTest, RenamesAFileThatWouldOutgrowItsBound) {
  const auto file = Open(8, 2);
  for (const char* line : {"one\n", "two\n", "six\n"}) ASSERT_TRUE(file->Append(line).ok());
  EXPECT_EQ(Text(), "six\n");
  EXPECT_EQ(Text(".1"), "one\ntwo\n");
}

TEST_F(RotatingFileTest, KeepsSoManyOldFiles) {
  const auto file = Open(4, 2);
  for (const char* line : {"1__\n", "2__\n", "3__\n", "4__\n"})
    ASSERT_TRUE(file->Append(line).ok());
  EXPECT_EQ(Text(), "4__\n");
  EXPECT_EQ(Text(".1"), "3__\n");
  EXPECT_EQ(Text(".2"), "2__\n");
  EXPECT_FALSE(Exists(".3"));
}

TEST_F(RotatingFileTest, CountsWhatWasThereBefore) {
  test::WriteBytes(path_, "1234567\n");
  ASSERT_TRUE(Open(10, 1)->Append("new\n").ok());
  EXPECT_EQ(Text(), "new\n");
  EXPECT_EQ(Text(".1"), "1234567\n");
}

TEST_F(RotatingFileTest, WritesALineThatIsLongerThanAFile) {
  const auto file = Open(4, 1);
  ASSERT_TRUE(file->Append("a long line\n").ok());
  EXPECT_EQ(Text(), "a long line\n");
}

TEST_F(RotatingFileTest, LeavesNoPartOfALineThatDoesNotFitOnTheDisk) {
  const auto file = Open(1'000, 1);
  ASSERT_TRUE(file->Append("whole\n").ok());
  rlimit before;
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit tight = {10, before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &tight), 0);
  EXPECT_FALSE(file->Append("too much for ten bytes\n").ok());
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(Text(), "whole\n");
  EXPECT_TRUE(file->Append("again\n").ok());
  EXPECT_EQ(Text(), "whole\nagain\n");
}

TEST_F(RotatingFileTest, LosesNoOldFileWhenAnEarlierTryCouldNotOpenTheNextOne) {
  const auto file = Open(4, 3);
  ASSERT_TRUE(file->Append("1__\n").ok());
  // As a try leaves it that could rename the file and then had no descriptor.
  std::filesystem::rename(path_, path_ + ".1");
  ASSERT_TRUE(file->Append("2__\n").ok());
  EXPECT_EQ(Text(), "2__\n");
  EXPECT_EQ(Text(".1"), "1__\n");
}

TEST_F(RotatingFileTest, IsNothingButARegularFile) {
  std::filesystem::create_directory(path_);
  EXPECT_FALSE(RotatingFile::Open(path_, 1, 1).ok());
  EXPECT_FALSE(RotatingFile::Open("/nonexistent/audit", 1, 1).ok());
}

}  // namespace
}  // namespace linkstat::telemetry
