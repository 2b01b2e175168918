#include "agent/store/sqlite_purge.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/store/system_faults.h"
#include "tests/support/temporary_folder.h"

namespace linkstat::store {
namespace {

constexpr int64_t kMebibyte = int64_t{1} << 20;
// A larger file is not rewritten in memory.
constexpr int64_t kMostInMemory = 32 * kMebibyte;

absl::Status TooLittleFree(int64_t needed, int64_t free) {
  return absl::UnavailableError(
      absl::StrCat("there is too little free space to remove deleted bytes: ", needed / 1024,
                   " KiB are needed, ", free / 1024, " KiB are free"));
}

// A database with a write-ahead log.
class RewriteFileTest : public testing::Test {
 protected:
  // With rows of a page each until it has this many pages of this size.
  Connection Filled(int page_bytes, int64_t pages) {
    test::WriteBytes(path_, "");
    Connection connection = Connection::Open(path_, Connection::Mode::kReadWrite).value();
    Execute(connection, absl::StrCat("PRAGMA page_size = ", page_bytes,
                                     "; PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;"
                                     "CREATE TABLE t (x); BEGIN"));
    while (connection.QueryInt("PRAGMA page_count").value() < pages) {
      Execute(connection, absl::StrCat("INSERT INTO t VALUES (zeroblob(", page_bytes - 100, "))"));
    }
    Execute(connection, "COMMIT");
    EXPECT_EQ(connection.QueryInt("PRAGMA page_count").value(), pages);
    return connection;
  }

  static void Execute(Connection& connection, const std::string& sql) {
    const absl::Status status = connection.Execute(sql);
    ASSERT_TRUE(status.ok()) << status;
  }

  // Rewrites the file while its folder has this much free space.
  absl::Status RewriteWith(Connection& connection, int64_t free) {
    const test::FreeSpace space({{folder_.path(), free}});
    return RewriteFile(connection, path_);
  }

  const test::TemporaryFolder folder_;
  const std::string path_ = folder_.File("store.db");
};

// What a rewrite of so many bytes writes into the log.
int64_t InLog(int64_t bytes) { return bytes + bytes / 128; }

TEST_F(RewriteFileTest, NeedsSpaceForItsUsedPagesInTheLogAndAMebibyte) {
  Connection connection = Filled(4096, 300);
  Execute(connection, "DELETE FROM t WHERE rowid % 2 = 0");
  const int64_t unused = connection.QueryInt("PRAGMA freelist_count").value();
  ASSERT_GT(unused, 100);
  const int64_t needed = InLog((300 - unused) * 4096) + kMebibyte;
  EXPECT_EQ(RewriteWith(connection, needed - 1), TooLittleFree(needed, needed - 1));
  EXPECT_EQ(connection.QueryInt("PRAGMA freelist_count").value(), unused);
  EXPECT_EQ(RewriteWith(connection, needed), absl::OkStatus());
  EXPECT_EQ(connection.QueryInt("PRAGMA freelist_count").value(), 0);
}

TEST_F(RewriteFileTest, IsDoneWhereTheFileSystemDoesNotTellItsFreeSpace) {
  Connection connection = Filled(4096, 10);
  const test::FreeSpace space({{folder_.path(), std::nullopt}});
  EXPECT_EQ(RewriteFile(connection, path_), absl::OkStatus());
}

// With a folder for SQLite's temporary files.
class RewriteLargeFileTest : public RewriteFileTest {
 protected:
  ~RewriteLargeFileTest() override { unsetenv("SQLITE_TMPDIR"); }

  static void SetTemporaryFolder(const std::string& folder) {
    ASSERT_EQ(setenv("SQLITE_TMPDIR", folder.c_str(), 1), 0);
  }

  static constexpr int kPageBytes = 65536;
  static constexpr int64_t kMostPages = kMostInMemory / kPageBytes;
  static constexpr int64_t kLargeBytes = (kMostPages + 1) * kPageBytes;
};

TEST_F(RewriteLargeFileTest, NeedsNoTemporaryFileUpTo32MiB) {
  SetTemporaryFolder(folder_.path());
  Connection connection = Filled(kPageBytes, kMostPages);
  const int64_t needed = InLog(kMostInMemory) + kMebibyte;
  EXPECT_EQ(RewriteWith(connection, needed - 1), TooLittleFree(needed, needed - 1));
  EXPECT_EQ(RewriteWith(connection, needed), absl::OkStatus());
}

TEST_F(RewriteLargeFileTest, NeedsTwiceTheSpaceWithTemporaryFilesOnItsFileSystem) {
  SetTemporaryFolder(folder_.path());
  Connection connection = Filled(kPageBytes, kMostPages + 1);
  const int64_t needed = 2 * InLog(kLargeBytes) + kMebibyte;
  EXPECT_EQ(RewriteWith(connection, needed - 1), TooLittleFree(needed, needed - 1));
  EXPECT_EQ(RewriteWith(connection, needed), absl::OkStatus());
}

TEST_F(RewriteLargeFileTest, NeedsSpaceOnBothFileSystemsWithTemporaryFilesOnAnother) {
  const std::string other = "/dev/shm";
  struct stat here = {}, there = {};
  if (stat(folder_.path().c_str(), &here) != 0 || stat(other.c_str(), &there) != 0 ||
      here.st_dev == there.st_dev) {
    GTEST_SKIP() << "there is one file system";
  }
  SetTemporaryFolder(other);
  Connection connection = Filled(kPageBytes, kMostPages + 1);
  const int64_t needed = InLog(kLargeBytes) + kMebibyte;
  const auto rewrite = [&](int64_t free_here, int64_t free_there) {
    const test::FreeSpace space({{folder_.path(), free_here}, {other, free_there}});
    return RewriteFile(connection, path_);
  };
  EXPECT_EQ(rewrite(needed - 1, needed), TooLittleFree(needed, needed - 1));
  EXPECT_EQ(rewrite(needed, needed - 1), TooLittleFree(needed, needed - 1));
  EXPECT_EQ(rewrite(needed, needed), absl::OkStatus());
}

}  // namespace
}  // namespace linkstat::store
