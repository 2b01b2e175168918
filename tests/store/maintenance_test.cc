#include "agent/store/maintenance.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <filesystem>
#include <thread>

#include "absl/strings/str_cat.h"
#include "agent/store/sqlite_meta.h"
#include "agent/store/sqlite_store.h"
#include "tests/store/records.h"
#include "tests/store/system_faults.h"
#include "tests/support/temporary_folder.h"

namespace linkstat::store {
namespace {

TEST(Backup, HoldsWhatTheStoreHeld) {
  const test::TemporaryFolder folder;
  const auto store = SqliteStore::Open(folder.File("store.db")).value();
  MustWrite(*store, Create("a", "mail-a", "one"));
  MustWrite(*store, Create("b", "mail-b", "two"));
  MustWrite(*store, Delete("a", 1));
  const auto backup = Backup(folder.File("store.db"), folder.File("copy.db"));
  ASSERT_TRUE(backup.ok()) << backup.status();
  EXPECT_EQ(backup->records, 1);
  EXPECT_EQ(backup->last_revision, 3u);
  EXPECT_EQ(backup->bytes, static_cast<int64_t>(test::ReadBytes(folder.File("copy.db")).size()));
  const auto restored = SqliteStore::Open(folder.File("copy.db")).value();
  EXPECT_EQ(Text(restored->Scan("", 10)), "b two (mail-b) @2");
  EXPECT_EQ(Text(restored->Write({Create("c", "mail-a", "three")})), "key retired");
}

TEST(Backup, OfAStoreThatNobodyHasOpenLeavesItAsItIs) {
  const test::TemporaryFolder folder;
  {
    const auto store = SqliteStore::Open(folder.File("store.db")).value();
    MustWrite(*store, Create("a", "mail-a", "one"));
  }
  const std::string before = test::ReadBytes(folder.File("store.db"));
  ASSERT_TRUE(Backup(folder.File("store.db"), folder.File("copy.db")).ok());
  EXPECT_EQ(test::ReadBytes(folder.File("store.db")), before);
}

TEST(Backup, HasNoBytesOfDeletedRecords) {
  const test::TemporaryFolder folder;
  const auto store = SqliteStore::Open(folder.File("store.db")).value();
  MustWrite(*store, Delete("a", MustWrite(*store, Create("a", "jo@example.com", "Jo-Ann"))));
  ASSERT_TRUE(Backup(folder.File("store.db"), folder.File("copy.db")).ok());
  const std::string bytes = test::ReadBytes(folder.File("copy.db"));
  EXPECT_EQ(bytes.find("jo@example.com"), std::string::npos);
  EXPECT_EQ(bytes.find("Jo-Ann"), std::string::npos);
}

TEST(Backup, IsForItsOwnerAloneAndOneFile) {
  const test::TemporaryFolder folder;
  SqliteStore::Open(folder.File("store.db")).value().reset();
  std::filesystem::create_directory(folder.File("backups"));
  ASSERT_TRUE(Backup(folder.File("store.db"), folder.File("backups/copy.db")).ok());
  struct stat info = {};
  ASSERT_EQ(stat(folder.File("backups/copy.db").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder.File("backups"))) {
    EXPECT_EQ(entry.path().filename(), "copy.db");
    ++files;
  }
  EXPECT_EQ(files, 1);
}

TEST(Backup, NeverReplacesAFile) {
  const test::TemporaryFolder folder;
  SqliteStore::Open(folder.File("store.db")).value().reset();
  test::WriteBytes(folder.File("copy.db"), "precious");
  EXPECT_EQ(Backup(folder.File("store.db"), folder.File("copy.db")).status().code(),
            absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(test::ReadBytes(folder.File("copy.db")), "precious");
}

TEST(Backup, ReportsWhyItCannotBePutInItsPlaceAndLeavesNothing) {
  const test::TemporaryFolder folder;
  SqliteStore::Open(folder.File("store.db")).value().reset();
  std::filesystem::create_directory(folder.File("backups"));
  // As on a file system without hard links.
  const test::NoLinks no_links(EPERM);
  EXPECT_EQ(Backup(folder.File("store.db"), folder.File("backups/copy.db")).status(),
            absl::PermissionDeniedError("the backup's file cannot be written by this user"));
  EXPECT_TRUE(std::filesystem::is_empty(folder.File("backups")));
}

TEST(Backup, NeverReplacesAFileThatAppearsMeanwhile) {
  const test::TemporaryFolder folder;
  SqliteStore::Open(folder.File("store.db")).value().reset();
  std::filesystem::create_directory(folder.File("backups"));
  const test::NoLinks no_links(EEXIST);
  EXPECT_EQ(Backup(folder.File("store.db"), folder.File("backups/copy.db")).status(),
            absl::AlreadyExistsError("the backup's file exists already"));
  EXPECT_TRUE(std::filesystem::is_empty(folder.File("backups")));
}

TEST(Backup, RevisionsOfARestoredStoreAreNotThoseOfTheOriginal) {
  const test::TemporaryFolder folder;
  const auto store = SqliteStore::Open(folder.File("store.db")).value();
  MustWrite(*store, Create("a", "mail-a", "one"));
  ASSERT_TRUE(Backup(folder.File("store.db"), folder.File("copy.db")).ok());
  const Revision lost = MustWrite(*store, Update("a", 1, "lost"));
  const auto restored = SqliteStore::Open(folder.File("copy.db")).value();
  const Revision anew = MustWrite(*restored, Update("a", 1, "anew"));
  EXPECT_GT(anew, lost);
  EXPECT_EQ(Text(restored->ChangesAfter(lost, 10)), "OUT_OF_RANGE");
  EXPECT_EQ(Text(restored->ChangesAfter(1, 10)), "OUT_OF_RANGE");
  EXPECT_EQ(Text(restored->ChangesAfter(anew - 1, 10)),
            absl::StrCat("a anew (mail-a) @", anew, "\ncomplete @", anew));
}

TEST(Backup, EachRestoredStoreHasAnIdentityOfItsOwn) {
  const test::TemporaryFolder folder;
  const auto store = SqliteStore::Open(folder.File("store.db")).value();
  MustWrite(*store, Create("a", "mail-a", "one"));
  ASSERT_TRUE(Backup(folder.File("store.db"), folder.File("copy.db")).ok());
  std::filesystem::copy_file(folder.File("copy.db"), folder.File("first.db"));
  std::filesystem::copy_file(folder.File("copy.db"), folder.File("second.db"));
  const auto first = SqliteStore::Open(folder.File("first.db")).value();
  const auto second = SqliteStore::Open(folder.File("second.db")).value();
  EXPECT_EQ(first->identity().size(), kIdentityBytes);
  EXPECT_NE(first->identity(), store->identity());
  EXPECT_NE(first->identity(), second->identity());
  EXPECT_EQ(CheckFile(folder.File("first.db")).value().faults, std::vector<std::string>());
}

TEST(Backup, OfARestoredStoreThatNobodyOpenedIsSound) {
  const test::TemporaryFolder folder;
  SqliteStore::Open(folder.File("store.db")).value().reset();
  ASSERT_TRUE(Backup(folder.File("store.db"), folder.File("copy.db")).ok());
  EXPECT_EQ(CheckFile(folder.File("copy.db")).value().faults, std::vector<std::string>());
  EXPECT_TRUE(Backup(folder.File("copy.db"), folder.File("again.db")).ok());
}

TEST(Backup, IsOfOneMomentWhileTheStoreIsWritten) {
  const test::TemporaryFolder folder;
  const auto store = SqliteStore::Open(folder.File("store.db")).value();
  std::atomic<int> acknowledged = 0;
  std::atomic<bool> stop = false;
  std::thread writer([&] {
    for (int i = 0; !stop; ++i) {
      const std::string id = absl::StrCat(i);
      MustWrite(*store, Create(id, "mail-" + id, std::string(500, 'v')));
      acknowledged = i + 1;
    }
  });
  for (int round = 0; round < 5; ++round) {
    const int before = acknowledged;
    const std::string copy = folder.File(absl::StrCat("copy-", round, ".db"));
    const auto backup = Backup(folder.File("store.db"), copy);
    ASSERT_TRUE(backup.ok()) << backup.status();
    EXPECT_GE(backup->records, before);
    // The writer creates 0, 1, 2 ... in turn: what is there has no gap.
    EXPECT_EQ(backup->last_revision, static_cast<Revision>(backup->records));
    EXPECT_EQ(CheckFile(copy).value().faults, std::vector<std::string>());
  }
  stop = true;
  writer.join();
}

TEST(Backup, TellsWhatIsMissing) {
  const test::TemporaryFolder folder;
  EXPECT_EQ(Backup(folder.File("none.db"), folder.File("copy.db")).status().code(),
            absl::StatusCode::kNotFound);
  SqliteStore::Open(folder.File("store.db")).value().reset();
  EXPECT_EQ(Backup(folder.File("store.db"), folder.File("none/copy.db")).status().code(),
            absl::StatusCode::kNotFound);
}

TEST(Backup, ThroughASymbolicLinkHoldsWhatTheLogHolds) {
  const test::TemporaryFolder folder;
  const auto store = SqliteStore::Open(folder.File("store.db")).value();
  MustWrite(*store, Create("a", "mail-a", "one"));
  ASSERT_EQ(symlink(folder.File("store.db").c_str(), folder.File("link.db").c_str()), 0);
  EXPECT_EQ(Backup(folder.File("link.db"), folder.File("copy.db")).value().records, 1);
  EXPECT_EQ(CheckFile(folder.File("link.db")).value().records, 1);
}

// By the second name the write-ahead log is not seen.
TEST(Backup, OfAFileWithTwoNamesIsRefusedAndSoIsItsCheck) {
  const test::TemporaryFolder folder;
  const auto store = SqliteStore::Open(folder.File("store.db")).value();
  ASSERT_EQ(link(folder.File("store.db").c_str(), folder.File("second.db").c_str()), 0);
  const absl::Status refused = absl::FailedPreconditionError(
      "the store's file has more than one name (hard links): remove the others, or use a copy");
  EXPECT_EQ(Backup(folder.File("second.db"), folder.File("copy.db")).status(), refused);
  EXPECT_EQ(CheckFile(folder.File("second.db")).status(), refused);
}

TEST(Backup, OfADamagedStoreIsRefusedAndLeavesNothing) {
  const test::TemporaryFolder folder;
  {
    const auto store = SqliteStore::Open(folder.File("store.db")).value();
    MustWrite(*store, Create("a", "mail-a", "unmistakable"));
  }
  std::string bytes = test::ReadBytes(folder.File("store.db"));
  bytes[bytes.find("unmistakable")] = 'U';
  test::WriteBytes(folder.File("store.db"), bytes);
  std::filesystem::create_directory(folder.File("backups"));
  EXPECT_EQ(Backup(folder.File("store.db"), folder.File("backups/copy.db")).status().code(),
            absl::StatusCode::kDataLoss);
  EXPECT_TRUE(std::filesystem::is_empty(folder.File("backups")));
}

TEST(CheckFile, TellsWhatASoundFileHolds) {
  const test::TemporaryFolder folder;
  const auto store = SqliteStore::Open(folder.File("store.db")).value();
  MustWrite(*store, Create("a", "mail-a", "one"));
  MustWrite(*store, Create("b", "mail-b", "two"));
  MustWrite(*store, Delete("a", 1));
  const CheckResult result = CheckFile(folder.File("store.db")).value();
  EXPECT_EQ(result.faults, std::vector<std::string>());
  EXPECT_EQ(result.layout, 2);
  EXPECT_EQ(result.records, 1);
  EXPECT_EQ(result.retired_keys, 1);
  EXPECT_EQ(result.deletions, 1);
  EXPECT_EQ(result.last_revision, 3u);
  EXPECT_TRUE(result.purge_due);
}

TEST(CheckFile, LeavesTheLogOfAKilledAgentAsItIsAndSoDoesABackup) {
  const test::TemporaryFolder folder, killed;
  const auto store = SqliteStore::Open(folder.File("store.db")).value();
  MustWrite(*store, Create("a", "mail-a", "one"));
  for (const std::string name : {"store.db", "store.db-wal"}) {
    test::WriteBytes(killed.File(name), test::ReadBytes(folder.File(name)));
  }
  const std::string log = test::ReadBytes(killed.File("store.db-wal"));
  ASSERT_NE(log, "");
  const std::string path = killed.File("store.db");
  EXPECT_EQ(CheckFile(path).value().records, 1);
  EXPECT_EQ(Backup(path, killed.File("copy.db")).value().records, 1);
  EXPECT_EQ(test::ReadBytes(path), test::ReadBytes(folder.File("store.db")));
  EXPECT_EQ(test::ReadBytes(killed.File("store.db-wal")), log);
}

TEST(CheckFile, FindsAStoreSoundAfterMoreWritesThanSevenBytesCount) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("store.db");
  MustWrite(*SqliteStore::Open(path).value(), Create("a", "mail-a", "one"));
  constexpr Revision kLate = Revision{1} << 56;
  {
    Connection connection = Connection::Open(path, Connection::Mode::kReadWrite).value();
    Meta meta = ReadMeta(connection).value();
    meta.last_revision = kLate - 1;
    ASSERT_TRUE(UpdateMeta(connection, meta).ok());
  }
  const auto store = SqliteStore::Open(path).value();
  ASSERT_EQ(MustWrite(*store, Create("b", "mail-b", "two")), kLate);
  EXPECT_EQ(CheckFile(path).value().faults, std::vector<std::string>());
}

// A way to break a store's file behind its back, and the fault that is found.
struct Damage {
  std::string name;
  std::string sql;
  std::string fault;

  friend std::ostream& operator<<(std::ostream& out, const Damage& damage) {
    return out << damage.sql;
  }
};

class CheckFileFinds : public testing::TestWithParam<Damage> {};

TEST_P(CheckFileFinds, Damage) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("store.db");
  {
    const auto store = SqliteStore::Open(path).value();
    MustWrite(*store, Create("a", "mail-a", "one"));
    MustWrite(*store, Create("b", "mail-b", "two"));
    MustWrite(*store, Delete("a", 1));
  }
  {
    Connection connection = Connection::Open(path, Connection::Mode::kReadWrite).value();
    const absl::Status broken = connection.Execute(GetParam().sql);
    ASSERT_TRUE(broken.ok()) << broken;
  }
  const CheckResult result = CheckFile(path).value();
  EXPECT_EQ(result.faults, std::vector<std::string>{GetParam().fault});
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, CheckFileFinds,
    testing::Values(
        Damage{"AChangedValue", "UPDATE records SET value = x'00'", "a record has changed"},
        Damage{"AChangedKey", "UPDATE records SET key = x'00'", "a record has changed"},
        Damage{"AChangedRetiredKey", "UPDATE retired_keys SET digest = x'00'",
               "a retired key has changed"},
        Damage{"ARevisionPastTheLast", "UPDATE deletions SET revision = 4",
               "a revision is out of range"},
        Damage{"ARevisionOfTwoWrites", "UPDATE deletions SET revision = 2",
               "two writes have the same revision"},
        Damage{"ALivingDeletedRecord", "UPDATE deletions SET id = x'62'",
               "a record is both living and deleted"},
        Damage{"AChangedLastRevision", "UPDATE meta SET last_revision = 2",
               "its own row has changed"},
        Damage{"NoOwnRow", "DELETE FROM meta", "its own row is missing"},
        Damage{"AMissingTable", "DROP TABLE deletions", "its tables are not the expected ones"},
        Damage{"TwoIndexesInOnePlace",
               "PRAGMA writable_schema = ON;"
               "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE "
               "name = 'records_by_revision') WHERE name = 'records_by_key'",
               "SQLite result 11 while preparing a statement"}),
    [](const auto& damage) { return damage.param.name; });

TEST(CheckFile, RefusesWhatIsNoDatabase) {
  const test::TemporaryFolder folder;
  test::WriteBytes(folder.File("store.db"), std::string(5000, 'x'));
  EXPECT_EQ(CheckFile(folder.File("store.db")).status(),
            absl::FailedPreconditionError("the file is not a SQLite database"));
}

TEST(CheckFile, RefusesWhatIsNoStore) {
  const test::TemporaryFolder folder;
  EXPECT_EQ(CheckFile(folder.File("none.db")).status().code(), absl::StatusCode::kNotFound);
  test::WriteBytes(folder.File("empty.db"), "");
  EXPECT_EQ(CheckFile(folder.File("empty.db")).status(),
            absl::FailedPreconditionError("the file is empty"));
}

}  // namespace
}  // namespace linkstat::store
