#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <random>

#include "absl/strings/match.h"
#include "agent/store/maintenance.h"
#include "agent/store/sqlite_store.h"
#include "tests/store/ledger.h"
#include "tests/support/fault_vfs.h"
#include "tests/support/random_seed.h"
#include "tests/support/temporary_folder.h"

namespace linkstat::store {
namespace {

using Files = std::map<std::string, std::string>;

constexpr size_t kSector = 512;

// The files of the store as they are now, by path.
Files CurrentFiles(const test::TemporaryFolder& folder) {
  Files files;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    files[entry.path().string()] = test::ReadBytes(entry.path().string());
  }
  return files;
}

// What a disk may hold after a loss of power: of what came after the last sync,
// each sector is there or is not.
Files LosePower(const Files& synced, const Files& current, std::mt19937& random) {
  Files left = synced;
  for (auto& [path, bytes] : left) {
    const auto now = current.find(path);
    if (now == current.end()) continue;
    for (size_t at = 0; at < now->second.size(); at += kSector) {
      if (random() % 2 == 0) continue;
      const std::string sector = now->second.substr(at, kSector);
      bytes.resize(std::max(bytes.size(), at + sector.size()), '\0');
      bytes.replace(at, sector.size(), sector);
    }
  }
  return left;
}

// What the ledger says against the store that is found in `files`.
std::string DifferencesAfterRestart(const Files& files, const Ledger& ledger) {
  const test::TemporaryFolder folder;
  for (const auto& [path, bytes] : files) {
    if (absl::EndsWith(path, "-shm") || absl::EndsWith(path, ".lock")) continue;
    test::WriteBytes(folder.File(std::filesystem::path(path).filename().string()), bytes);
  }
  const std::string path = folder.File("store.db");
  auto store = SqliteStore::Open(path);
  if (!store.ok()) return store.status().ToString();
  const std::string differences = ledger.Differences(**store);
  store->reset();
  const auto check = CheckFile(path);
  return check.ok() && check->faults.empty() ? differences : "the file is damaged\n" + differences;
}

TEST(SqlitePowerLoss, LeavesEveryAcknowledgedWrite) {
  const test::TemporaryFolder folder;
  test::FaultVfs vfs;
  SqliteOptions options;
  options.readers = 1;
  options.vfs = vfs.name();
  const auto store = SqliteStore::OpenSqlite(folder.File("store.db"), options).value();
  Ledger ledger;
  std::mt19937 random(test::RandomSeed());
  for (int round = 0; round < 12; ++round) {
    ASSERT_EQ(ledger.WriteRound(*store, round), 0);
    if (round % 5 == 4) {
      ASSERT_TRUE(store->Purge().ok());
    }
    const Files synced = vfs.SyncedFiles();
    EXPECT_EQ(DifferencesAfterRestart(synced, ledger), "") << "nothing unsynced is left";
    const Files left = LosePower(synced, CurrentFiles(folder), random);
    EXPECT_EQ(DifferencesAfterRestart(left, ledger), "") << "some unsynced sectors are left";
  }
}

TEST(SqliteKill, LeavesEveryAcknowledgedWrite) {
  const test::TemporaryFolder folder;
  const auto store = SqliteStore::OpenSqlite(folder.File("store.db")).value();
  Ledger ledger;
  for (int round = 0; round < 6; ++round) {
    ASSERT_EQ(ledger.WriteRound(*store, round), 0);
    if (round == 3) {
      ASSERT_TRUE(store->Purge().ok());
    }
    EXPECT_EQ(DifferencesAfterRestart(CurrentFiles(folder), ledger), "");
  }
}

}  // namespace
}  // namespace linkstat::store
