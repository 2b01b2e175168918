#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <memory>

#include "agent/store/maintenance.h"
#include "agent/store/sqlite_store.h"
#include "tests/store/records.h"
#include "tests/support/temporary_folder.h"

// What other programs do to a store's files while the store has them open.
namespace linkstat::store {
namespace {

namespace fs = std::filesystem;

class SqliteFiles : public testing::Test {
 protected:
  SqliteFiles() {
    Open(path_);
    MustWrite(*store_, Create("a", "mail-a", "one"));
  }

  void Open(const std::string& name) {
    SqliteOptions options;
    options.lock_wait = absl::Milliseconds(50);
    options.files_seen = [this](const FileLook& look) {
      seen_ = look.fault;
      if (on_look_) on_look_();
    };
    store_ = SqliteStore::OpenSqlite(name, options).value();
  }

  // As a clean stop and start of the agent.
  void Reopen() {
    store_.reset();
    Open(path_);
  }

  // As the agent would be after SIGKILL: the files as they are on their paths,
  // without the lock.
  std::unique_ptr<SqliteStore> OpenWhatAKillLeaves() {
    for (const std::string name : {"store.db", "store.db-wal"}) {
      if (fs::exists(folder_.File(name))) {
        fs::copy_file(folder_.File(name), after_kill_.File(name));
      }
    }
    return SqliteStore::OpenSqlite(after_kill_.File("store.db")).value();
  }

  void Move(const std::string& from, const std::string& to) {
    fs::rename(folder_.File(from), folder_.File(to));
  }
  void Remove(const std::string& name) { ASSERT_TRUE(fs::remove(folder_.File(name))); }

  // Changes are refused, and were not done.
  void ExpectRefused(FileFault fault) {
    EXPECT_EQ(Text(store_->Write({Create("b", "mail-b", "two")})), "UNAVAILABLE");
    EXPECT_EQ(seen_, fault);
    const absl::Status status = store_->Check();
    EXPECT_EQ(status, (FileLook{fault, 0}.status()));
    EXPECT_EQ(seen_, fault);
  }

  void ExpectServing() {
    EXPECT_TRUE(store_->Check().ok());
    EXPECT_EQ(seen_, FileFault::kNone);
    MustWrite(*store_, Create("c", "mail-c", "three"));
  }

  // Writes `bytes` over the database, as cp does.
  void Overwrite(const std::string& bytes) { test::WriteBytes(path_, bytes); }

  const test::TemporaryFolder folder_;
  const test::TemporaryFolder after_kill_;
  const std::string path_ = folder_.File("store.db");
  FileFault seen_ = FileFault::kNone;
  std::function<void()> on_look_;
  std::unique_ptr<SqliteStore> store_;
};

TEST_F(SqliteFiles, NoWriteIsTriedWhenThePathIsGone) {
  for (const std::string name : {"store.db", "store.db-wal", "store.db-shm"}) Remove(name);
  ExpectRefused(FileFault::kPath);
  EXPECT_EQ(Text(store_->Get("a")), "a one (mail-a) @1");
  EXPECT_EQ(Text(store_->Get("b")), "absent");
}

TEST_F(SqliteFiles, NoWriteIsAcknowledgedWhenThePathGoesMeanwhile) {
  on_look_ = [this] { fs::remove(path_); };
  EXPECT_EQ(Text(store_->Write({Create("b", "mail-b", "two")})), "UNAVAILABLE");
  // The look before it found nothing wrong, so it was tried.
  EXPECT_EQ(Text(store_->Get("b")), "b two (mail-b) @2");
  EXPECT_EQ(seen_, FileFault::kPath);
}

TEST_F(SqliteFiles, ServesAgainWhenTheFileIsBack) {
  Move("store.db", "away.db");
  ExpectRefused(FileFault::kPath);
  Move("away.db", "store.db");
  ExpectServing();
}

TEST_F(SqliteFiles, ServesAgainWhenAllFilesAreBack) {
  for (const std::string end : {"", "-wal", "-shm"}) Move("store.db" + end, "away.db" + end);
  ExpectRefused(FileFault::kPath);
  for (const std::string end : {"", "-wal", "-shm"}) Move("away.db" + end, "store.db" + end);
  ExpectServing();
}

TEST_F(SqliteFiles, AnotherFileAtThePathIsNoticed) {
  ASSERT_TRUE(Backup(path_, folder_.File("backup.db")).ok());
  Move("backup.db", "store.db");
  ExpectRefused(FileFault::kPath);
}

TEST_F(SqliteFiles, WhatARemovedLogHeldIsMovedIntoTheDatabase) {
  Remove("store.db-wal");
  ExpectRefused(FileFault::kLog);
  EXPECT_EQ(Text(OpenWhatAKillLeaves()->Get("a")), "a one (mail-a) @1");
}

TEST_F(SqliteFiles, ARemovedLogIsNotReplacedByAnother) {
  Remove("store.db-wal");
  ExpectRefused(FileFault::kLog);
  test::WriteBytes(folder_.File("store.db-wal"), "");
  ExpectRefused(FileFault::kLog);
  store_.reset();
  EXPECT_EQ(Text(SqliteStore::Open(path_).value()->Get("a")), "a one (mail-a) @1");
}

TEST_F(SqliteFiles, ARemovedSharedMemoryIsNoticed) {
  Remove("store.db-shm");
  ExpectRefused(FileFault::kLog);
}

TEST_F(SqliteFiles, ALogThatIsCutIsNoticed) {
  fs::resize_file(folder_.File("store.db-wal"), 0);
  ExpectRefused(FileFault::kLog);
}

TEST_F(SqliteFiles, ALogThatAnotherProgramEmptiedInGoodOrderIsNoFault) {
  Connection other = Connection::Open(path_, Connection::Mode::kReadWrite).value();
  ASSERT_EQ(other.QueryInt("PRAGMA wal_checkpoint(TRUNCATE)").value(), 0);
  ASSERT_EQ(fs::file_size(folder_.File("store.db-wal")), 0u);
  ExpectServing();
}

TEST_F(SqliteFiles, ABackupCopiedOverTheFileIsNoticed) {
  ASSERT_TRUE(Backup(path_, folder_.File("backup.db")).ok());
  const std::string backup = test::ReadBytes(folder_.File("backup.db"));
  Overwrite(backup);
  ExpectRefused(FileFault::kContent);
  EXPECT_EQ(Text(store_->Get("a")), "UNAVAILABLE");
  EXPECT_EQ(store_->LastRevision().status().code(), absl::StatusCode::kUnavailable);
  store_.reset();
  EXPECT_EQ(test::ReadBytes(path_), backup) << "closing leaves the copy alone";
}

TEST_F(SqliteFiles, AnOlderCopyOfTheSameStoreIsNoticed) {
  Connection other = Connection::Open(path_, Connection::Mode::kReadWrite).value();
  ASSERT_TRUE(other.Execute("PRAGMA wal_checkpoint(PASSIVE)").ok());
  const std::string older = test::ReadBytes(path_);
  ExpectServing();
  ASSERT_TRUE(other.Execute("PRAGMA wal_checkpoint(PASSIVE)").ok());
  EXPECT_TRUE(store_->Check().ok());
  Overwrite(older);
  ExpectRefused(FileFault::kContent);
}

// After a clean start the file holds the newest row and no checkpoint has followed.
TEST_F(SqliteFiles, AnOlderCopyIsNoticedBeforeTheFirstCheckpoint) {
  Reopen();
  store_.reset();
  const std::string older = test::ReadBytes(path_);
  Reopen();
  MustWrite(*store_, Create("c", "mail-c", "three"));
  Reopen();
  Overwrite(older);
  ExpectRefused(FileFault::kContent);
}

TEST_F(SqliteFiles, ALinkThatLeadsElsewhereIsNoticed) {
  ASSERT_TRUE(Backup(path_, folder_.File("other.db")).ok());
  const std::string link = folder_.File("link.db");
  fs::create_symlink(path_, link);
  store_.reset();
  Open(link);
  fs::remove(link);
  fs::create_symlink(folder_.File("other.db"), link);
  ExpectRefused(FileFault::kPath);
  fs::remove(link);
  fs::create_symlink(path_, link);
  ExpectServing();
}

TEST_F(SqliteFiles, ALinkInTheFolderThatLeadsElsewhereIsNoticed) {
  fs::create_directory(folder_.File("other"));
  ASSERT_TRUE(Backup(path_, folder_.File("other/store.db")).ok());
  const std::string current = folder_.File("current");
  fs::create_symlink(fs::path(path_).parent_path(), current);
  store_.reset();
  Open(current + "/store.db");
  fs::remove(current);
  fs::create_symlink(folder_.File("other"), current);
  ExpectRefused(FileFault::kPath);
}

TEST_F(SqliteFiles, AFileThatIsCutIsNoticed) {
  Connection other = Connection::Open(path_, Connection::Mode::kReadWrite).value();
  ASSERT_TRUE(other.Execute("PRAGMA wal_checkpoint(PASSIVE)").ok());
  ExpectServing();
  fs::resize_file(path_, 0);
  ExpectRefused(FileFault::kContent);
}

TEST_F(SqliteFiles, AnOverwrittenFileIsNeverTrustedAgain) {
  Connection other = Connection::Open(path_, Connection::Mode::kReadWrite).value();
  ASSERT_TRUE(other.Execute("PRAGMA wal_checkpoint(PASSIVE)").ok());
  ExpectServing();
  const std::string before = test::ReadBytes(path_);
  Overwrite("");
  ExpectRefused(FileFault::kContent);
  Overwrite(before);
  ExpectRefused(FileFault::kContent);
}

TEST_F(SqliteFiles, ClosingLeavesTheLogOfAnotherFileAlone) {
  Move("store.db", "away.db");
  Move("store.db-wal", "away.db-wal");
  test::WriteBytes(folder_.File("store.db-wal"), "precious");
  ExpectRefused(FileFault::kPath);
  store_.reset();
  EXPECT_EQ(test::ReadBytes(folder_.File("store.db-wal")), "precious");
}

// `mv backup.db store.db`, then a restart: the old log would be taken for the
// backup's.
TEST_F(SqliteFiles, ClosingTakesTheLogAlongWithAFileThatWasMovedAway) {
  ASSERT_TRUE(Backup(path_, folder_.File("backup.db")).ok());
  MustWrite(*store_, Create("d", "mail-d", "four"));
  Move("store.db", "away.db");
  Move("backup.db", "store.db");
  store_.reset();
  EXPECT_EQ(Text(SqliteStore::Open(path_).value()->Scan("", 9)), "a one (mail-a) @1");
  EXPECT_EQ(Text(SqliteStore::Open(folder_.File("away.db")).value()->Scan("", 9)),
            "a one (mail-a) @1\nd four (mail-d) @2");
}

// Likewise after a kill.
TEST_F(SqliteFiles, AFileUnderTheLogOfAnotherIsRefusedAndLeftAsItIs) {
  ASSERT_TRUE(Backup(path_, after_kill_.File("store.db")).ok());
  fs::copy_file(folder_.File("store.db-wal"), after_kill_.File("store.db-wal"));
  const std::string backup = test::ReadBytes(after_kill_.File("store.db"));
  EXPECT_EQ(SqliteStore::Open(after_kill_.File("store.db")).status(),
            absl::FailedPreconditionError(
                "the write-ahead log next to the store's file belongs to another file: move it "
                "away"));
  EXPECT_EQ(test::ReadBytes(after_kill_.File("store.db")), backup);
  fs::remove(after_kill_.File("store.db-wal"));
  EXPECT_EQ(Text(SqliteStore::Open(after_kill_.File("store.db")).value()->Get("a")),
            "a one (mail-a) @1");
}

// A restored store gets its identity by a write, which is in the log at first.
TEST_F(SqliteFiles, TheLogThatGivesABackupItsIdentityBelongsToIt) {
  ASSERT_TRUE(Backup(path_, folder_.File("backup.db")).ok());
  Meta meta;
  {
    Connection backup =
        Connection::Open(folder_.File("backup.db"), Connection::Mode::kReadWrite).value();
    meta = ReadMeta(backup).value();
  }
  const FileDescriptor file(open(folder_.File("backup.db").c_str(), O_RDONLY | O_CLOEXEC));
  meta.store_id = std::string(kIdentityBytes, 'i');
  EXPECT_TRUE(CheckLogBelongs(file.get(), 4096, meta).ok());
  ++meta.last_revision;
  EXPECT_TRUE(CheckLogBelongs(file.get(), 4096, meta).ok());
  meta.last_revision -= 2;
  EXPECT_FALSE(CheckLogBelongs(file.get(), 4096, meta).ok());
  meta.last_revision += 2;
  meta.secret[0] ^= 1;
  EXPECT_FALSE(CheckLogBelongs(file.get(), 4096, meta).ok());
}

}  // namespace
}  // namespace linkstat::store
