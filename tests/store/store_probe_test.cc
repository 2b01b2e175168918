#include "agent/store/store_probe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <string>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "agent/store/sqlite_db.h"
#include "agent/store/sqlite_schema.h"
#include "agent/store/sqlite_store.h"
#include "tests/store/records.h"
#include "tests/support/temporary_folder.h"

namespace linkstat::store {
namespace {

namespace fs = std::filesystem;
using testing::MatchesRegex;

// Every entry of a folder with its inode, size and times.
using Listing = std::map<std::string, std::tuple<ino_t, off_t, time_t, int64_t, time_t, int64_t>>;

Listing List(const std::string& folder) {
  Listing listing;
  for (const auto& entry : fs::directory_iterator(folder)) {
    struct stat info {};
    EXPECT_EQ(lstat(entry.path().c_str(), &info), 0);
    listing[entry.path().filename()] = {info.st_ino,         info.st_size,
                                        info.st_mtim.tv_sec, info.st_mtim.tv_nsec,
                                        info.st_ctim.tv_sec, info.st_ctim.tv_nsec};
  }
  return listing;
}

// Probes the store and expects that nothing in its folder has changed.
absl::Status Probe(const std::string& path) {
  const std::string folder = fs::path(path).parent_path();
  const Listing before = fs::is_directory(folder) ? List(folder) : Listing();
  absl::Status status = ProbeStore({StoreSpec::Kind::kSqlite, path});
  EXPECT_EQ(fs::is_directory(folder) ? List(folder) : Listing(), before);
  return status;
}

// A closed store with some records.
void MakeStore(const std::string& path) {
  const auto store = SqliteStore::Open(path).value();
  for (int i = 0; i < 20; ++i) {
    MustWrite(*store, Create(absl::StrCat("id-", i), absl::StrCat("mail-", i), "value"));
  }
}

void Execute(const std::string& path, const std::string& sql) {
  auto database = Connection::Open(path, Connection::Mode::kReadWrite);
  ASSERT_TRUE(database.ok()) << database.status();
  ASSERT_EQ(database->Execute(sql), absl::OkStatus());
}

TEST(ProbeStore, TakesAStoreInMemory) {
  EXPECT_EQ(ProbeStore({StoreSpec::Kind::kMemory, ""}), absl::OkStatus());
}

TEST(ProbeStore, TakesAFileThatWouldBeMade) {
  const test::TemporaryFolder folder;
  EXPECT_EQ(Probe(folder.File("store.db")), absl::OkStatus());
}

TEST(ProbeStore, TakesAnEmptyFileAndASoundStore) {
  const test::TemporaryFolder folder;
  test::WriteBytes(folder.File("empty.db"), "");
  EXPECT_EQ(Probe(folder.File("empty.db")), absl::OkStatus());
  MakeStore(folder.File("store.db"));
  EXPECT_EQ(Probe(folder.File("store.db")), absl::OkStatus());
}

TEST(ProbeStore, TakesAnEmptyLogWithoutAFile) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("store.db");
  test::WriteBytes(path + "-wal", "");
  EXPECT_EQ(Probe(path), absl::OkStatus());
  EXPECT_EQ(SqliteStore::Open(path).status(), absl::OkStatus());
}

TEST(ProbeStore, TakesAStoreWhosePathSqliteWouldReadAsAUri) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("a?mode=x#b%20%.db");
  MakeStore(path);
  EXPECT_EQ(Probe(path), absl::OkStatus());
}

TEST(ProbeStore, NamesTheOwnerOfAStoreThatIsInUse) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("store.db");
  MakeStore(path);
  const auto store = SqliteStore::Open(path).value();
  const std::string in_use = absl::StrCat("the store is in use by process ", getpid(),
                                          " on host [^ ]+ since [0-9-]+T[0-9:]+\\+00:00");
  const absl::Status probed = Probe(path);
  EXPECT_EQ(probed.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_THAT(std::string(probed.message()), MatchesRegex(in_use));
  MustWrite(*store, Create("new", "mail-new", "value"));
  EXPECT_THAT(std::string(Probe(path).message()), MatchesRegex(in_use));
}

TEST(ProbeStore, TakesAStoreThatWasInUse) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("store.db");
  MakeStore(path);
  SqliteStore::Open(path).value().reset();
  EXPECT_EQ(Probe(path), absl::OkStatus());
}

// The counter of changes comes right after what the header of each database has.
TEST(ProbeStore, TakesAStoreOfManyChanges) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("store.db");
  MakeStore(path);
  std::string bytes = test::ReadBytes(path);
  // Of 4 bytes, each number greatest byte first; the other one is of the version of the file's
  // size, which holds for the changes so far.
  constexpr size_t kChangeCounterAt = 24;
  constexpr size_t kVersionValidForAt = 92;
  bytes[kChangeCounterAt] = bytes[kVersionValidForAt] = 1;
  test::WriteBytes(path, bytes);
  EXPECT_EQ(Probe(path), absl::OkStatus());
  // A log: then the header alone is read.
  test::WriteBytes(path + "-wal", "x");
  EXPECT_EQ(Probe(path), absl::OkStatus());
}

TEST(ProbeStore, TakesANewStoreWhoseLayoutIsInTheLogAlone) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("store.db");
  std::ofstream(path).close();
  Connection connection = Connection::Open(path, Connection::Mode::kReadWrite).value();
  ASSERT_EQ(connection.QueryText("PRAGMA journal_mode = WAL").value(), "wal");
  ASSERT_TRUE(Migrate(connection, 0).ok());
  ASSERT_NE(test::ReadBytes(path + "-wal"), "");
  EXPECT_EQ(Probe(path), absl::OkStatus());
}

// Leaves something in a folder that no agent can open as `store.db`.
struct Broken {
  const char* name;
  std::function<void(const std::string& path)> make;
};

class ProbeBrokenStore : public testing::TestWithParam<Broken> {};

TEST_P(ProbeBrokenStore, FindsWhatOpeningFinds) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("store.db");
  GetParam().make(path);
  const absl::Status probed = Probe(path);
  EXPECT_FALSE(probed.ok());
  EXPECT_EQ(probed, SqliteStore::Open(path).status());
}

INSTANTIATE_TEST_SUITE_P(
    All, ProbeBrokenStore,
    testing::Values(
        Broken{"LockIsAFolder",
               [](const std::string& path) { fs::create_directory(path + ".lock"); }},
        Broken{"Folder", [](const std::string& path) { fs::create_directory(path); }},
        Broken{"Device", [](const std::string& path) { fs::create_symlink("/dev/null", path); }},
        Broken{"Text", [](const std::string& path) { test::WriteBytes(path, "root:x:0:0"); }},
        Broken{"LongText",
               [](const std::string& path) { test::WriteBytes(path, std::string(9000, 'x')); }},
        Broken{"OtherProgram",
               [](const std::string& path) {
                 test::WriteBytes(path, "");
                 Execute(path, "PRAGMA application_id = 7");
               }},
        Broken{"OtherProgramWithoutId",
               [](const std::string& path) {
                 test::WriteBytes(path, "");
                 Execute(path, "CREATE TABLE t(x)");
               }},
        Broken{"NewerLayout",
               [](const std::string& path) {
                 MakeStore(path);
                 Execute(path, "PRAGMA user_version = 1000");
               }},
        Broken{"OtherTables",
               [](const std::string& path) {
                 MakeStore(path);
                 Execute(path, "CREATE TABLE t(x)");
               }},
        Broken{"ChangedRecord",
               [](const std::string& path) {
                 MakeStore(path);
                 Execute(path, "UPDATE records SET value = x'00' WHERE revision = 3");
               }},
        Broken{"LogWithoutFile",
               [](const std::string& path) { test::WriteBytes(path + "-wal", "log"); }},
        Broken{"CutFile",
               [](const std::string& path) {
                 MakeStore(path);
                 fs::resize_file(path, fs::file_size(path) - 4096);
               }}),
    [](const auto& test) { return test.param.name; });

TEST(ProbeStore, FindsAMissingFolder) {
  EXPECT_EQ(Probe("/nonexistent/store.db"),
            absl::NotFoundError("the store's folder does not exist"));
  EXPECT_EQ(Probe("~/store.db"), absl::NotFoundError("the store's folder does not exist"));
}

TEST(ProbeStore, FindsANewerLayoutBesideALog) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("store.db");
  MakeStore(path);
  Execute(path, "PRAGMA user_version = 1000");
  test::WriteBytes(path + "-wal", "not empty");
  EXPECT_THAT(Probe(path).message(), testing::HasSubstr("a newer Linkstat wrote the store"));
  test::WriteBytes(path, "no database");
  EXPECT_EQ(Probe(path), absl::FailedPreconditionError("the file is not a SQLite database"));
}

TEST(ProbeStore, FindsAnotherProgramsDatabaseBesideALog) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("store.db");
  test::WriteBytes(path, "");
  Execute(path, "PRAGMA user_version = 1; CREATE TABLE t(x)");
  test::WriteBytes(path + "-wal", "not empty");
  EXPECT_EQ(Probe(path),
            absl::FailedPreconditionError("the file is a database of another program"));
}

TEST(ProbeStore, FindsEachChangedByteOfTheHeaderThatOpeningFinds) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("store.db");
  MakeStore(path);
  const std::string sound = test::ReadBytes(path);
  for (size_t i = 0; i < 100; ++i) {
    std::string bytes = sound;
    bytes[i] = static_cast<char>(bytes[i] ^ 0x55);
    test::WriteBytes(path, bytes);
    const absl::Status probed = Probe(path);
    EXPECT_EQ(probed.ok(), SqliteStore::Open(path).ok()) << i << " " << probed;
    fs::remove(path + "-wal");
    fs::remove(path + "-shm");
  }
}

}  // namespace
}  // namespace linkstat::store
