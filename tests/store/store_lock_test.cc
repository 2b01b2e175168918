#include "agent/store/store_lock.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "agent/store/sqlite_store.h"
#include "tests/support/fake_clock.h"
#include "tests/support/temporary_folder.h"

namespace linkstat::store {
namespace {

std::string ThisHost() {
  char host[256] = {};
  gethostname(host, sizeof(host) - 1);
  return host;
}

TEST(StoreLock, NamesWhoHasIt) {
  const test::TemporaryFolder folder;
  const test::FakeClock clock(absl::FromUnixSeconds(1'700'000'000));
  const auto first = StoreLock::Take(folder.File("store.db"), clock);
  ASSERT_TRUE(first.ok()) << first.status();
  const absl::Status second = StoreLock::Take(folder.File("store.db"), clock).status();
  const std::string owner = absl::StrCat("process ", getpid(), " on host ", ThisHost(),
                                         " since 2023-11-14T22:13:20+00:00");
  EXPECT_EQ(second, absl::FailedPreconditionError("the store is in use by " + owner));
  EXPECT_EQ(test::ReadBytes(folder.File("store.db.lock")), owner + "\n");
}

TEST(StoreLock, IsFreeAgainWhenItGoes) {
  const test::TemporaryFolder folder;
  { ASSERT_TRUE(StoreLock::Take(folder.File("store.db")).ok()); }
  EXPECT_TRUE(StoreLock::Take(folder.File("store.db")).ok());
}

TEST(StoreLock, TellsOnlyPrintableTextOfTheFile) {
  const test::TemporaryFolder folder;
  const auto first = StoreLock::Take(folder.File("store.db"));
  test::WriteBytes(folder.File("store.db.lock"), "\x1b[31mred\nnext" + std::string(2000, 'x'));
  const std::string told = ("?[31mred?next" + std::string(2000, 'x')).substr(0, 512);
  EXPECT_EQ(StoreLock::Take(folder.File("store.db")).status(),
            absl::FailedPreconditionError("the store is in use by " + told));
}

TEST(StoreLock, SaysSoWhereTheLockFileNamesNobody) {
  const test::TemporaryFolder folder;
  const auto first = StoreLock::Take(folder.File("store.db"));
  test::WriteBytes(folder.File("store.db.lock"), " \n");
  EXPECT_EQ(StoreLock::Take(folder.File("store.db")).status(),
            absl::FailedPreconditionError("the store is in use by an unnamed process"));
}

// Another process with the store open; it ends only by being killed.
pid_t StartOwner(const std::string& path) {
  int ready[2];
  if (pipe(ready) != 0) return -1;
  const pid_t child = fork();
  if (child == 0) {
    const auto store = SqliteStore::Open(path);
    const char answer = store.ok() ? 'y' : 'n';
    if (write(ready[1], &answer, 1) == 1) pause();
    _exit(0);
  }
  char answer = 'n';
  EXPECT_EQ(read(ready[0], &answer, 1), 1);
  EXPECT_EQ(answer, 'y');
  close(ready[0]);
  close(ready[1]);
  return child;
}

void Kill(pid_t owner) {
  kill(owner, SIGKILL);
  ASSERT_EQ(waitpid(owner, nullptr, 0), owner);
}

TEST(StoreLock, KeepsAStoreToOneProcessUntilThatIsKilled) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("store.db");
  const pid_t owner = StartOwner(path);
  ASSERT_GT(owner, 0);
  const absl::Status refused = SqliteStore::Open(path).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_NE(refused.message().find(absl::StrCat("process ", owner, " on host")),
            absl::string_view::npos)
      << refused;
  Kill(owner);
  EXPECT_TRUE(SqliteStore::Open(path).ok());
}

TEST(StoreLock, HoldsWhenTheLockFileIsRemoved) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("store.db");
  const pid_t owner = StartOwner(path);
  ASSERT_GT(owner, 0);
  ASSERT_EQ(unlink(folder.File("store.db.lock").c_str()), 0);
  EXPECT_EQ(SqliteStore::Open(path).status(),
            absl::FailedPreconditionError(
                "the store is in use by another process, which the lock file does not name"));
  Kill(owner);
  EXPECT_TRUE(SqliteStore::Open(path).ok());
}

TEST(StoreLock, HoldsForASymbolicLinkToTheFile) {
  const test::TemporaryFolder folder;
  const std::string link = folder.File("link.db");
  ASSERT_EQ(symlink("store.db", link.c_str()), 0);
  // The target does not exist yet.
  const pid_t owner = StartOwner(link);
  ASSERT_GT(owner, 0);
  EXPECT_EQ(access(folder.File("link.db.lock").c_str(), F_OK), -1);
  for (const std::string& name : {link, folder.File("store.db")}) {
    const absl::Status refused = SqliteStore::Open(name).status();
    EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_NE(refused.message().find(absl::StrCat("process ", owner, " on host")),
              absl::string_view::npos)
        << refused;
  }
  Kill(owner);
}

// A process that closes the last connection removes the write-ahead log. It
// takes itself for the last one when the owner's POSIX locks are gone.
TEST(StoreLock, LeavesSqliteItsOwnLocks) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("store.db");
  const pid_t owner = StartOwner(path);
  ASSERT_GT(owner, 0);
  {
    Connection other = Connection::Open(path, Connection::Mode::kReadWrite).value();
    EXPECT_EQ(other.QueryInt("SELECT count(*) FROM records").value(), 0);
  }
  EXPECT_EQ(access(folder.File("store.db-wal").c_str(), F_OK), 0);
  Kill(owner);
}

}  // namespace
}  // namespace linkstat::store
