#include "agent/store/sqlite_store.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <string>
#include <thread>

#include "tests/store/records.h"
#include "tests/store/signal.h"
#include "tests/support/temporary_folder.h"

namespace linkstat::store {
namespace {

mode_t PermissionsOf(const std::string& path) {
  struct stat info = {};
  EXPECT_EQ(stat(path.c_str(), &info), 0);
  return info.st_mode & 0777;
}

TEST(SqliteStore, KeepsItsFilesToTheirOwner) {
  const test::TemporaryFolder folder;
  const mode_t before = umask(0);
  const auto store = SqliteStore::Open(folder.File("store.db")).value();
  MustWrite(*store, Create("a", "mail-a", "one"));
  umask(before);
  for (const std::string name : {"store.db", "store.db-wal", "store.db-shm", "store.db.lock"}) {
    EXPECT_EQ(PermissionsOf(folder.File(name)), 0600u) << name;
  }
}

TEST(SqliteStore, LeavesOneFileAndItsLockWhenItIsClosed) {
  const test::TemporaryFolder folder;
  auto store = SqliteStore::Open(folder.File("store.db")).value();
  MustWrite(*store, Create("a", "mail-a", "one"));
  store.reset();
  EXPECT_NE(test::ReadBytes(folder.File("store.db")), "");
  EXPECT_NE(access(folder.File("store.db-wal").c_str(), F_OK), 0);
  EXPECT_NE(access(folder.File("store.db-shm").c_str(), F_OK), 0);
}

TEST(SqliteStore, SaysThatTheFolderDoesNotExist) {
  const test::TemporaryFolder folder;
  const absl::Status status = SqliteStore::Open(folder.File("none/store.db")).status();
  EXPECT_EQ(status, absl::NotFoundError("the store's folder does not exist"));
}

TEST(SqliteStore, SaysThatTheFolderIsAFile) {
  const test::TemporaryFolder folder;
  test::WriteBytes(folder.File("file"), "");
  const absl::Status status = SqliteStore::Open(folder.File("file/store.db")).status();
  EXPECT_EQ(status, absl::NotFoundError("the store's folder does not exist"));
}

TEST(SqliteStore, SaysThatThePathIsAFolder) {
  const test::TemporaryFolder folder;
  ASSERT_EQ(mkdir(folder.File("store.db").c_str(), 0700), 0);
  const absl::Status status = SqliteStore::Open(folder.File("store.db")).status();
  EXPECT_EQ(status,
            absl::FailedPreconditionError("the store's path names something that is not a file"));
}

TEST(SqliteStore, SaysThatTheFolderCannotBeWritten) {
  // A folder that nobody can write to, not even root.
  const absl::Status status = SqliteStore::Open("/sys/store.db").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied) << status;
}

TEST(SqliteStore, RefusesAFileWithTwoNamesAndLeavesItAsItIs) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("store.db");
  SqliteStore::Open(path).value().reset();
  const std::string before = test::ReadBytes(path);
  ASSERT_EQ(link(path.c_str(), folder.File("second.db").c_str()), 0);
  for (const std::string& name : {path, folder.File("second.db")}) {
    EXPECT_EQ(SqliteStore::Open(name).status(),
              absl::FailedPreconditionError("the store's file has more than one name (hard "
                                            "links): remove the others, or use a copy"));
  }
  EXPECT_EQ(test::ReadBytes(path), before);
  ASSERT_EQ(unlink(folder.File("second.db").c_str()), 0);
  EXPECT_TRUE(SqliteStore::Open(path).ok());
}

TEST(SqliteStore, RefusesOptionsOutOfBounds) {
  const test::TemporaryFolder folder;
  SqliteOptions no_readers;
  no_readers.readers = 0;
  SqliteOptions too_many_readers;
  too_many_readers.readers = 65;
  SqliteOptions purges_too_often;
  purges_too_often.purge_interval = absl::Milliseconds(9);
  SqliteOptions purges_too_late;
  purges_too_late.purge_interval = absl::Hours(24) + absl::Milliseconds(1);
  SqliteOptions waits_for_less_than_nothing;
  waits_for_less_than_nothing.lock_wait = -absl::Milliseconds(1);
  SqliteOptions waits_too_long;
  waits_too_long.lock_wait = absl::Minutes(1) + absl::Milliseconds(1);
  for (const SqliteOptions& options :
       {no_readers, too_many_readers, purges_too_often, purges_too_late,
        waits_for_less_than_nothing, waits_too_long}) {
    EXPECT_EQ(SqliteStore::Open(folder.File("store.db"), options).status().code(),
              absl::StatusCode::kInvalidArgument);
  }
}

TEST(SqliteStore, TakesOptionsAtTheirBounds) {
  const test::TemporaryFolder folder;
  SqliteOptions least;
  least.readers = 1;
  least.purge_interval = absl::Milliseconds(10);
  least.lock_wait = absl::ZeroDuration();
  SqliteOptions most;
  most.readers = 64;
  most.purge_interval = absl::Hours(24);
  most.lock_wait = absl::Minutes(1);
  for (const SqliteOptions& options : {least, most}) {
    EXPECT_EQ(SqliteStore::Open(folder.File("store.db"), options).status(), absl::OkStatus());
  }
}

TEST(SqliteStore, OpensAPathWithOddCharacters) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("a b'c?d%20#e.db");
  auto store = SqliteStore::Open(path).value();
  MustWrite(*store, Create("a", "mail-a", "one"));
  store.reset();
  EXPECT_EQ(Text(SqliteStore::Open(path).value()->Get("a")), "a one (mail-a) @1");
}

TEST(SqliteStore, WaitsForAnotherProcessThatWritesNoLongerThanItIsTold) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("store.db");
  SqliteOptions options;
  options.lock_wait = absl::Milliseconds(20);
  const auto store = SqliteStore::Open(path, options).value();
  Connection other = Connection::Open(path, Connection::Mode::kReadWrite).value();
  const auto while_locked = [&]() -> absl::Status {
    EXPECT_EQ(Text(store->Write({Create("a", "mail-a", "one")})), "UNAVAILABLE");
    EXPECT_EQ(store->Check().code(), absl::StatusCode::kUnavailable);
    EXPECT_EQ(Text(store->Get("a")), "absent");
    return absl::OkStatus();
  };
  ASSERT_TRUE(other.InTransaction(Connection::Access::kWrite, while_locked).ok());
  EXPECT_TRUE(store->Check().ok());
  MustWrite(*store, Create("a", "mail-a", "one"));
}

TEST(SqliteStore, ChecksTheNamesOfItsFilesWhileAWriteIsInProgress) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("store.db");
  Signal writing, go_on;
  std::atomic<bool> hold = false;
  SqliteOptions options;
  // Called with the write's look at the files, before it writes.
  options.files_seen = [&](const FileLook& /*look*/) {
    if (!hold.exchange(false)) return;
    writing.Set();
    EXPECT_TRUE(go_on.Wait());
  };
  const auto store = SqliteStore::Open(path, options).value();
  hold = true;
  std::thread writer([&] { MustWrite(*store, Create("a", "mail-a", "one")); });
  EXPECT_TRUE(writing.Wait());
  EXPECT_EQ(store->Check(), absl::OkStatus());
  std::filesystem::rename(path, folder.File("moved.db"));
  EXPECT_EQ(store->Check(), FileLook{FileFault::kPath}.status());
  std::filesystem::rename(folder.File("moved.db"), path);
  go_on.Set();
  writer.join();
}

}  // namespace
}  // namespace linkstat::store
