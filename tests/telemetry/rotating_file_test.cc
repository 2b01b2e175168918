#include "agent/telemetry/rotating_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/files.h"
#include "tests/support/temporary_folder.h"

namespace linkstat::telemetry {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAreArray;

class RotatingFileTest : public testing::Test {
 protected:
  RotatingFileOptions Options(uint64_t max_bytes, int kept) {
    RotatingFileOptions options;
    options.path = path_;
    options.max_bytes = max_bytes;
    options.kept = kept;
    options.reopened = [this] { ++told_reopened_; };
    return options;
  }
  std::unique_ptr<RotatingFile> Open(uint64_t max_bytes, int kept) {
    auto file = RotatingFile::Open(Options(max_bytes, kept));
    EXPECT_TRUE(file.ok()) << file.status();
    return *std::move(file);
  }
  std::string Text(const std::string& suffix = "") const { return test::ReadBytes(path_ + suffix); }
  bool Exists(const std::string& suffix) const { return std::filesystem::exists(path_ + suffix); }

  // Every text in the folder, in the order of the names.
  std::vector<std::string> Texts() const {
    std::map<std::string, std::string> texts;
    for (const auto& entry : std::filesystem::directory_iterator(path_path_.parent_path())) {
      if (entry.is_regular_file()) texts[entry.path()] = test::ReadBytes(entry.path());
    }
    std::vector<std::string> all;
    for (const auto& [name, text] : texts) all.push_back(text);
    return all;
  }

  // Four files, of which the newest must be rotated before another line.
  void MakeFullFiles() {
    test::WriteBytes(path_, "4__\n");
    test::WriteBytes(path_ + ".1", "3__\n");
    test::WriteBytes(path_ + ".2", "2__\n");
    test::WriteBytes(path_ + ".3", "1__\n");
  }

  const test::TemporaryFolder folder_;
  const std::filesystem::path path_path_ = folder_.File("audit.jsonl");
  const std::string path_ = path_path_;
  int told_reopened_ = 0;
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
  EXPECT_FALSE(RotatingFile::Open(Options(1, 1)).ok());
  RotatingFileOptions nowhere = Options(1, 1);
  nowhere.path = "/nonexistent/audit";
  EXPECT_FALSE(RotatingFile::Open(std::move(nowhere)).ok());
}

// A rename that fails from the one on that is `failing`, counted from 0.
class BrokenRename {
 public:
  explicit BrokenRename(int failing) : left_(failing) {}

  int operator()(const char* from, const char* to) {
    if (left_-- > 0) return std::rename(from, to);
    errno = EACCES;
    return -1;
  }

 private:
  int left_;
};

// With three old files, a rotation renames the active file, .2, .1, and the active one
// again.
constexpr int kRenames = 4;

class RotationFailure : public RotatingFileTest, public testing::WithParamInterface<int> {
 protected:
  // A file whose renames fail from the parameter's on, after some tries to append.
  std::unique_ptr<RotatingFile> TryInVain() {
    MakeFullFiles();
    RotatingFileOptions options = Options(4, 3);
    // By reference: what fails, fails at each try.
    options.rename = [broken = std::make_shared<BrokenRename>(GetParam())](
                         const char* from, const char* to) { return (*broken)(from, to); };
    auto file = *RotatingFile::Open(std::move(options));
    for (int i = 0; i < 5; ++i) EXPECT_FALSE(file->Append("5__\n").ok());
    return file;
  }

  std::vector<std::string> Kept() const {
    // The oldest goes as soon as its place is taken.
    return GetParam() < 2 ? std::vector<std::string>{"1__\n", "2__\n", "3__\n", "4__\n"}
                          : std::vector<std::string>{"2__\n", "3__\n", "4__\n"};
  }
};

TEST_P(RotationFailure, LosesNothingHoweverOftenItIsTried) {
  TryInVain();
  EXPECT_THAT(Texts(), UnorderedElementsAreArray(Kept()));
}

TEST_P(RotationFailure, IsMadeGoodByTheNextFile) {
  TryInVain();
  ASSERT_TRUE(Open(4, 3)->Append("5__\n").ok());
  EXPECT_THAT(Texts(), ElementsAre("5__\n", "4__\n", "3__\n", "2__\n"));
}

INSTANTIATE_TEST_SUITE_P(AtEachRename, RotationFailure, testing::Range(0, kRenames));

TEST_F(RotatingFileTest, ChangesNothingWhenTheRotationCannotBegin) {
  MakeFullFiles();
  const auto file = Open(4, 3);
  std::filesystem::create_directory(path_ + ".rotating");
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(file->Append("5__\n").ok());
  EXPECT_THAT(Texts(), ElementsAre("4__\n", "3__\n", "2__\n", "1__\n"));
}

TEST_F(RotatingFileTest, GoesOnWhenTheCauseOfAFailureIsGone) {
  MakeFullFiles();
  std::filesystem::remove(path_ + ".2");
  std::filesystem::create_directory(path_ + ".2");
  std::filesystem::create_directory(path_ + ".2/full");
  const auto file = Open(4, 3);
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(file->Append("5__\n").ok());
  EXPECT_THAT(Texts(), ElementsAre("3__\n", "1__\n", "4__\n"));
  std::filesystem::remove_all(path_ + ".2");
  ASSERT_TRUE(file->Append("5__\n").ok());
  EXPECT_THAT(Texts(), ElementsAre("5__\n", "4__\n", "3__\n", "1__\n"));
  EXPECT_EQ(told_reopened_, 0);
}

TEST_F(RotatingFileTest, OpensAFileAgainThatWasRemoved) {
  const auto file = Open(100, 1);
  ASSERT_TRUE(file->Append("one\n").ok());
  std::filesystem::remove(path_);
  ASSERT_TRUE(file->Append("two\n").ok());
  ASSERT_TRUE(file->Append("six\n").ok());
  EXPECT_EQ(Text(), "two\nsix\n");
  EXPECT_EQ(file->reopened(), 1u);
  EXPECT_EQ(told_reopened_, 1);
}

TEST_F(RotatingFileTest, OpensAFileAgainThatWasReplaced) {
  const auto file = Open(100, 1);
  ASSERT_TRUE(file->Append("one\n").ok());
  std::filesystem::rename(path_, path_ + ".away");
  test::WriteBytes(path_, "new\n");
  ASSERT_TRUE(file->Append("two\n").ok());
  EXPECT_EQ(Text(), "new\ntwo\n");
  EXPECT_EQ(Text(".away"), "one\n");
  EXPECT_EQ(file->reopened(), 1u);
}

TEST_F(RotatingFileTest, FailsWhileARemovedFileCannotBeMade) {
  const auto file = Open(100, 1);
  std::filesystem::remove(path_);
  std::filesystem::create_directory(path_);
  EXPECT_FALSE(file->Append("one\n").ok());
  std::filesystem::remove(path_);
  EXPECT_TRUE(file->Append("one\n").ok());
  EXPECT_EQ(Text(), "one\n");
}

}  // namespace
}  // namespace linkstat::telemetry
