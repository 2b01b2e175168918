#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <filesystem>
#include <string>
#include <vector>

#include "agent/store/maintenance.h"
#include "agent/store/sqlite_store.h"
#include "tests/store/records.h"
#include "tests/support/sync_observer.h"
#include "tests/support/temporary_folder.h"

// What must reach the disk besides SQLite's own writes, and in which order.
namespace linkstat::store {
namespace {

namespace fs = std::filesystem;

using testing::ElementsAre;

std::string RealPath(const test::TemporaryFolder& folder) {
  return fs::canonical(folder.path()).string();
}

TEST(Durability, ANewStoresEntryIsSyncedBeforeAnythingIsWrittenToIt) {
  const test::TemporaryFolder folder;
  std::vector<std::string> synced;
  uintmax_t size = 1;
  const test::SyncObserver observer([&](const std::string& path) {
    synced.push_back(path);
    size = fs::file_size(folder.File("store.db"));
    return 0;
  });
  ASSERT_TRUE(SqliteStore::Open(folder.File("store.db")).ok());
  EXPECT_THAT(synced, ElementsAre(RealPath(folder)));
  EXPECT_EQ(size, 0u);
}

// The agent that made it may have been killed before the sync.
TEST(Durability, TheEntryOfAnEmptyFileThatExistsIsSynced) {
  const test::TemporaryFolder folder;
  test::WriteBytes(folder.File("store.db"), "");
  std::vector<std::string> synced;
  const test::SyncObserver observer([&](const std::string& path) {
    synced.push_back(path);
    return 0;
  });
  ASSERT_TRUE(SqliteStore::Open(folder.File("store.db")).ok());
  EXPECT_THAT(synced, ElementsAre(RealPath(folder)));
}

TEST(Durability, AStoreWhoseEntryCannotBeSyncedIsNotOpened) {
  const test::TemporaryFolder folder;
  const test::SyncObserver observer([](const std::string&) { return EIO; });
  EXPECT_EQ(SqliteStore::Open(folder.File("store.db")).status(),
            absl::InternalError("the store's file: Input/output error"));
}

// A store with one record, and a folder for its backups.
class BackupDurability : public testing::Test {
 protected:
  BackupDurability() {
    const auto store = SqliteStore::Open(folder_.File("store.db")).value();
    MustWrite(*store, Create("a", "mail-a", "one"));
    fs::create_directory(folder_.File("backups"));
  }

  std::vector<std::string> Files() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_.File("backups"))) {
      names.push_back(entry.path().filename().string());
    }
    return names;
  }

  const test::TemporaryFolder folder_;
  const std::string backup_ = folder_.File("backups/copy.db");
};

TEST_F(BackupDurability, TheFileIsSyncedBeforeItHasItsNameAndTheFolderAfter) {
  std::string bytes_at_sync;
  std::vector<std::string> synced;
  std::vector<std::string> files_at_folder_sync;
  const test::SyncObserver observer([&](const std::string& path) {
    if (fs::is_directory(path)) {
      synced.push_back("folder " + fs::path(path).filename().string());
      files_at_folder_sync = Files();
    } else {
      synced.push_back(fs::exists(backup_) ? "file, too late" : "file");
      bytes_at_sync = test::ReadBytes(path);
    }
    return 0;
  });
  ASSERT_TRUE(Backup(folder_.File("store.db"), backup_).ok());
  EXPECT_THAT(synced, ElementsAre("file", "folder backups"));
  EXPECT_EQ(bytes_at_sync, test::ReadBytes(backup_));
  EXPECT_THAT(files_at_folder_sync, ElementsAre("copy.db"));
}

TEST_F(BackupDurability, ABackupThatCannotBeSyncedIsNone) {
  const test::SyncObserver observer(
      [](const std::string& path) { return fs::is_directory(path) ? 0 : EIO; });
  EXPECT_EQ(Backup(folder_.File("store.db"), backup_).status(),
            absl::InternalError("the store's file: Input/output error"));
  EXPECT_THAT(Files(), ElementsAre());
}

TEST_F(BackupDurability, ABackupWhoseEntryCannotBeSyncedIsNone) {
  const test::SyncObserver observer(
      [](const std::string& path) { return fs::is_directory(path) ? EIO : 0; });
  EXPECT_EQ(Backup(folder_.File("store.db"), backup_).status(),
            absl::InternalError("the store's file: Input/output error"));
  EXPECT_THAT(Files(), ElementsAre());
}

}  // namespace
}  // namespace linkstat::store
