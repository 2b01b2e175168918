#include "agent/store/file_watch.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <memory>
#include <string>

#include "agent/base/file_descriptor.h"
#include "agent/store/sqlite_meta.h"
#include "agent/store/sqlite_store.h"
#include "tests/support/temporary_folder.h"

namespace linkstat::store {
namespace {

// A store that nobody has open, and what a look at its file finds.
class FileWatchTest : public testing::Test {
 protected:
  FileWatchTest() {
    SqliteStore::Open(path_).value().reset();
    Connection connection = Connect();
    meta_ = ReadMeta(connection).value();
    meta_.last_revision = 5;
    EXPECT_TRUE(UpdateMeta(connection, meta_).ok());
    page_bytes_ = connection.QueryInt("PRAGMA page_size").value();
  }

  void Start() {
    database_ = FileDescriptor(open(path_.c_str(), O_RDONLY | O_CLOEXEC));
    ASSERT_TRUE(database_.valid());
    watch_ = std::make_unique<FileWatch>(path_, path_, database_.get(), page_bytes_);
  }

  Connection Connect() { return Connection::Open(path_, Connection::Mode::kReadWrite).value(); }

  // Puts the row into the file itself.
  void WriteRow(const Meta& row) {
    Connection connection = Connect();
    EXPECT_TRUE(UpdateMeta(connection, row).ok());
  }

  static Meta At(Meta meta, Revision last) {
    meta.last_revision = last;
    return meta;
  }

  static Meta WithOtherIdentity(Meta meta) {
    meta.store_id.assign(kIdentityBytes, 'o');
    return meta;
  }

  const test::TemporaryFolder folder_;
  const std::string path_ = folder_.File("store.db");
  // As in the file at the start.
  Meta meta_;
  int64_t page_bytes_ = 0;
  FileDescriptor database_{-1};
  std::unique_ptr<FileWatch> watch_;
};

TEST_F(FileWatchTest, FindsNoFaultWhileTheFileHoldsAnOlderState) {
  Start();
  EXPECT_EQ(watch_->Look(At(meta_, 9)).fault, FileFault::kNone);
  WriteRow(At(meta_, 7));
  EXPECT_EQ(watch_->Look(At(meta_, 9)).fault, FileFault::kNone);
  WriteRow(At(meta_, 9));
  EXPECT_EQ(watch_->Look(At(meta_, 9)).fault, FileFault::kNone);
}

// As of a restored backup, whose identity is in the log alone.
TEST_F(FileWatchTest, FindsNoFaultWhileTheFileHoldsTheRowOfTheStart) {
  Start();
  EXPECT_EQ(watch_->Look(WithOtherIdentity(meta_)).fault, FileFault::kNone);
}

TEST_F(FileWatchTest, FindsAFileOverwrittenWithAnotherStore) {
  Start();
  WriteRow(WithOtherIdentity(meta_));
  EXPECT_EQ(watch_->Look(meta_).fault, FileFault::kContent);
  EXPECT_TRUE(watch_->overwritten());
  WriteRow(meta_);
  EXPECT_EQ(watch_->LookAtNames().fault, FileFault::kContent);
}

TEST_F(FileWatchTest, FindsAFileOverwrittenWithAStoreOfTheSameIdentityAndAnotherSecret) {
  Start();
  Meta other = meta_;
  other.secret.assign(other.secret.size(), 'o');
  {
    Connection connection = Connect();
    Statement update = connection.Prepare("UPDATE meta SET secret = ?1, checksum = ?2").value();
    ASSERT_TRUE(update.Run(other.secret, MetaChecksum(other)).Finish().ok());
  }
  EXPECT_EQ(watch_->Look(meta_).fault, FileFault::kContent);
}

TEST_F(FileWatchTest, FindsAFileOverwrittenWithALaterState) {
  Start();
  WriteRow(At(meta_, 10));
  EXPECT_EQ(watch_->Look(At(meta_, 9)).fault, FileFault::kContent);
}

TEST_F(FileWatchTest, FindsAFileOverwrittenWithAnOlderStateThanItHeldBefore) {
  Start();
  WriteRow(At(meta_, 7));
  EXPECT_EQ(watch_->Look(At(meta_, 9)).fault, FileFault::kNone);
  WriteRow(At(meta_, 6));
  EXPECT_EQ(watch_->Look(At(meta_, 9)).fault, FileFault::kContent);
}

TEST_F(FileWatchTest, FindsAFileOverwrittenWithAnOlderStateThanAtTheStart) {
  Start();
  WriteRow(At(meta_, 4));
  EXPECT_EQ(watch_->Look(At(meta_, 9)).fault, FileFault::kContent);
}

TEST_F(FileWatchTest, FindsAFileThatWasCut) {
  Start();
  ASSERT_EQ(truncate(path_.c_str(), 2 * page_bytes_ - 1), 0);
  EXPECT_EQ(watch_->Look(meta_).fault, FileFault::kContent);
}

// As a write that failed half-way leaves it, until the next checkpoint.
TEST_F(FileWatchTest, FindsNoFaultInAPageWithoutAWholeRow) {
  Start();
  std::string bytes = test::ReadBytes(path_);
  bytes.replace(page_bytes_, page_bytes_, page_bytes_, '\0');
  const int file = open(path_.c_str(), O_WRONLY | O_CLOEXEC);
  EXPECT_EQ(pwrite(file, bytes.data(), bytes.size(), 0), static_cast<ssize_t>(bytes.size()));
  close(file);
  EXPECT_EQ(watch_->Look(meta_).fault, FileFault::kNone);
}

TEST_F(FileWatchTest, FindsNoFaultInAFileThatNeverHeldARow) {
  ASSERT_EQ(truncate(path_.c_str(), page_bytes_), 0);
  Start();
  EXPECT_EQ(watch_->Look(meta_).fault, FileFault::kNone);
}

// SQLite has its log by the path alone.
TEST_F(FileWatchTest, FindsAFileThatWasMovedTogetherWithTheLinkToIt) {
  const std::string link = folder_.File("link.db"), moved = folder_.File("moved.db");
  ASSERT_EQ(symlink(path_.c_str(), link.c_str()), 0);
  Start();
  const FileWatch watch(link, path_, database_.get(), page_bytes_);
  EXPECT_EQ(watch.LookAtNames().fault, FileFault::kNone);
  ASSERT_EQ(rename(path_.c_str(), moved.c_str()), 0);
  ASSERT_EQ(unlink(link.c_str()), 0);
  ASSERT_EQ(symlink(moved.c_str(), link.c_str()), 0);
  EXPECT_EQ(watch.LookAtNames().fault, FileFault::kPath);
}

// With a log next to the file, of which the watch knows the size alone.
class FileWatchLogTest : public FileWatchTest {
 protected:
  void WriteLog(size_t bytes) {
    const int log = open((path_ + "-wal").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    EXPECT_EQ(ftruncate(log, static_cast<off_t>(bytes)), 0);
    close(log);
  }
};

TEST_F(FileWatchLogTest, TellsTheSizeOfTheLog) {
  WriteLog(100);
  Start();
  EXPECT_EQ(watch_->Look(At(meta_, 9)).log_bytes, 100);
  EXPECT_EQ(watch_->LookAtNames().log_bytes, 100);
}

TEST_F(FileWatchLogTest, FindsALogThatWasCutWhileItHoldsWrites) {
  WriteLog(100);
  Start();
  WriteLog(99);
  EXPECT_EQ(watch_->Look(At(meta_, 9)).fault, FileFault::kLog);
  WriteLog(100);
  EXPECT_EQ(watch_->Look(At(meta_, 9)).fault, FileFault::kNone);
}

TEST_F(FileWatchLogTest, FindsNoFaultInAShorterLogWhoseWritesAreAllInTheFile) {
  WriteLog(100);
  Start();
  WriteLog(99);
  EXPECT_EQ(watch_->Look(meta_).fault, FileFault::kNone);
}

TEST_F(FileWatchLogTest, FindsNoFaultInALogThatThisProcessMadeShorter) {
  WriteLog(100);
  Start();
  WriteLog(99);
  EXPECT_EQ(watch_->LookAfterWrite(At(meta_, 9)).fault, FileFault::kNone);
  EXPECT_EQ(watch_->Look(At(meta_, 9)).fault, FileFault::kNone);
}

TEST_F(FileWatchLogTest, FindsALogThatIsGone) {
  WriteLog(100);
  Start();
  ASSERT_EQ(unlink((path_ + "-wal").c_str()), 0);
  EXPECT_EQ(watch_->Look(At(meta_, 9)).fault, FileFault::kLog);
}

}  // namespace
}  // namespace linkstat::store
