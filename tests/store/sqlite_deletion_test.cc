#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <random>
#include <thread>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "agent/store/maintenance.h"
#include "agent/store/sqlite_store.h"
#include "tests/store/records.h"
#include "tests/support/fault_vfs.h"
#include "tests/support/random_seed.h"
#include "tests/support/temporary_folder.h"

namespace linkstat::store {
namespace {

// The bytes of every file in the folder.
std::string AllBytes(const test::TemporaryFolder& folder) {
  std::string bytes;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    bytes += test::ReadBytes(entry.path().string());
  }
  return bytes;
}

bool AnyFileHas(const test::TemporaryFolder& folder, const std::string& text) {
  return AllBytes(folder).find(text) != std::string::npos;
}

// Waits until no file has it, for at most 30 s.
bool IsSoonGone(const test::TemporaryFolder& folder, const std::string& text) {
  const absl::Time deadline = absl::Now() + absl::Seconds(30);
  while (AnyFileHas(folder, text) && absl::Now() < deadline) std::this_thread::yield();
  return !AnyFileHas(folder, text);
}

// Waits until nothing is left to be purged from a store that is open, for at most 30 s.
bool IsSoonPurged(const std::string& path) {
  const absl::Time deadline = absl::Now() + absl::Seconds(30);
  while (CheckFile(path)->purge_due && absl::Now() < deadline) std::this_thread::yield();
  return !CheckFile(path)->purge_due;
}

// Copies the files of a store that is open.
void CopyAsAKillLeavesIt(const test::TemporaryFolder& from, const test::TemporaryFolder& to) {
  for (const std::string name : {"store.db", "store.db-wal"}) {
    test::WriteBytes(to.File(name), test::ReadBytes(from.File(name)));
  }
}

constexpr char kKeyBegin[] = "person-";
constexpr char kKeyEnd[] = "@example.com";

// One of the keys that stands somewhere in `bytes`.
std::optional<std::string> AnyKeyOf(const absl::flat_hash_set<std::string>& keys,
                                    const std::string& bytes) {
  for (size_t at = bytes.find(kKeyBegin); at != std::string::npos;
       at = bytes.find(kKeyBegin, at + 1)) {
    const size_t end = bytes.find(kKeyEnd, at);
    if (end == std::string::npos) break;
    std::string key = bytes.substr(at, end + sizeof(kKeyEnd) - 1 - at);
    if (keys.contains(key)) return key;
  }
  return std::nullopt;
}

// Creates, grows, shrinks and deletes records at random, so that pages are split
// and merged and copies of rows stay behind in unused places. Returns the keys
// of the deleted.
absl::flat_hash_set<std::string> Churn(Store& store) {
  constexpr int kLots = 200;
  constexpr int kLot = 100;
  std::mt19937 random(test::RandomSeed());
  std::vector<Record> living;
  absl::flat_hash_set<std::string> deleted_keys;
  for (int lot = 0; lot < kLots; ++lot) {
    std::vector<Record> touched;
    std::vector<Mutation> mutations;
    for (int i = 0; i < kLot; ++i) {
      Record record;
      const uint32_t choice = random() % 4;
      if (choice < 2 || living.empty()) {
        record.id = absl::StrCat("id-", random());
        record.key = absl::StrCat(kKeyBegin, lot, "-", i, kKeyEnd);
      } else {
        std::swap(living[random() % std::min<size_t>(living.size(), 300)], living.back());
        record = std::move(living.back());
        living.pop_back();
      }
      Mutation mutation =
          Update(record.id, record.revision, record.key + std::string(random() % 300, '.'));
      mutation.key = record.key;
      if (choice == 3 && record.revision != 0) mutation.value.reset();
      touched.push_back(record);
      mutations.push_back(mutation);
    }
    const auto results = store.Write(mutations).value();
    for (int i = 0; i < kLot; ++i) {
      touched[i].revision = results[i].revision;
      if (mutations[i].value.has_value()) living.push_back(touched[i]);
      if (!mutations[i].value.has_value()) deleted_keys.insert(touched[i].key);
    }
  }
  return deleted_keys;
}

TEST(SqliteDeletion, APurgeLeavesNoByteInAnyFile) {
  const test::TemporaryFolder folder;
  const auto store = SqliteStore::OpenSqlite(folder.File("store.db")).value();
  const Revision created = MustWrite(*store, Create("a", "jo@example.com", "first name Jo-Ann"));
  MustWrite(*store, Create("b", "kim@example.com", "first name Kim"));
  const Revision updated = MustWrite(*store, Update("a", created, "first name Joanna"));
  MustWrite(*store, Delete("a", updated));
  EXPECT_TRUE(AnyFileHas(folder, "jo@example.com")) << "the log still has it before the purge";
  ASSERT_TRUE(store->Purge().ok());
  EXPECT_FALSE(AnyFileHas(folder, "jo@example.com"));
  EXPECT_FALSE(AnyFileHas(folder, "Jo-Ann"));
  EXPECT_FALSE(AnyFileHas(folder, "Joanna"));
  EXPECT_TRUE(AnyFileHas(folder, "kim@example.com"));
  EXPECT_EQ(Text(store->Write({Create("c", "jo@example.com", "")})), "key retired");
}

TEST(SqliteDeletion, APurgeReachesWhatLiesInUnusedPlaces) {
  const test::TemporaryFolder folder;
  const test::FaultVfs vfs;
  SqliteOptions options;
  options.vfs = vfs.name();
  const auto store = SqliteStore::OpenSqlite(folder.File("store.db"), options).value();
  const absl::flat_hash_set<std::string> deleted_keys = Churn(*store);
  ASSERT_TRUE(AnyKeyOf(deleted_keys, AllBytes(folder))) << "they are there before the purge";
  ASSERT_TRUE(store->Purge().ok());
  EXPECT_EQ(AnyKeyOf(deleted_keys, AllBytes(folder)), std::nullopt);
}

TEST(SqliteDeletion, ClosingPurges) {
  const test::TemporaryFolder folder;
  auto store = SqliteStore::Open(folder.File("store.db")).value();
  MustWrite(*store, Delete("a", MustWrite(*store, Create("a", "jo@example.com", "Jo-Ann"))));
  store.reset();
  EXPECT_FALSE(AnyFileHas(folder, "jo@example.com"));
  EXPECT_FALSE(AnyFileHas(folder, "Jo-Ann"));
}

TEST(SqliteDeletion, WhatIsDueOutlivesAKill) {
  const test::TemporaryFolder folder;
  const test::TemporaryFolder after_kill;
  const auto store = SqliteStore::Open(folder.File("store.db")).value();
  MustWrite(*store, Delete("a", MustWrite(*store, Create("a", "jo@example.com", "Jo-Ann"))));
  CopyAsAKillLeavesIt(folder, after_kill);
  ASSERT_TRUE(AnyFileHas(after_kill, "jo@example.com"));
  EXPECT_TRUE(CheckFile(after_kill.File("store.db"))->purge_due);
  ASSERT_TRUE(SqliteStore::OpenSqlite(after_kill.File("store.db")).value()->Purge().ok());
  EXPECT_FALSE(AnyFileHas(after_kill, "jo@example.com"));
}

// As after a kill, with nobody calling.
TEST(SqliteDeletion, WhatWasDueAtAKillIsPurgedAsSoonAsTheFileIsChecked) {
  const test::TemporaryFolder folder;
  const auto store = SqliteStore::Open(folder.File("store.db")).value();
  MustWrite(*store, Delete("a", MustWrite(*store, Create("a", "jo@example.com", "Jo-Ann"))));
  for (const bool in_background : {false, true}) {
    const test::TemporaryFolder after_kill;
    CopyAsAKillLeavesIt(folder, after_kill);
    ASSERT_TRUE(AnyFileHas(after_kill, "jo@example.com"));
    SqliteOptions options;
    options.purge_interval = absl::Hours(24);
    options.check_in_background = in_background;
    const auto reopened = SqliteStore::Open(after_kill.File("store.db"), options).value();
    EXPECT_TRUE(IsSoonPurged(after_kill.File("store.db"))) << in_background;
    EXPECT_FALSE(AnyFileHas(after_kill, "jo@example.com")) << in_background;
  }
}

TEST(SqliteDeletion, PurgesOnItsOwnAfterTheInterval) {
  const test::TemporaryFolder folder;
  SqliteOptions options;
  options.purge_interval = absl::Milliseconds(20);
  const auto store = SqliteStore::Open(folder.File("store.db"), options).value();
  MustWrite(*store, Delete("a", MustWrite(*store, Create("a", "jo@example.com", "Jo-Ann"))));
  EXPECT_TRUE(IsSoonGone(folder, "jo@example.com"));
}

TEST(SqliteDeletion, APurgeWaitsForAReaderElsewhereAndSaysSo) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("store.db");
  SqliteOptions options;
  options.lock_wait = absl::Milliseconds(50);
  const auto store = SqliteStore::OpenSqlite(path, options).value();
  const Revision created = MustWrite(*store, Create("a", "jo@example.com", "Jo-Ann"));
  Connection reader = Connection::Open(path, Connection::Mode::kReadOnly).value();
  const auto while_reading = [&]() -> absl::Status {
    EXPECT_EQ(reader.QueryInt("SELECT count(*) FROM records").value(), 1);
    MustWrite(*store, Delete("a", created));
    EXPECT_EQ(store->Purge().code(), absl::StatusCode::kUnavailable);
    return absl::OkStatus();
  };
  ASSERT_TRUE(reader.InTransaction(Connection::Access::kRead, while_reading).ok());
  EXPECT_TRUE(store->Purge().ok());
  EXPECT_FALSE(AnyFileHas(folder, "jo@example.com"));
}

}  // namespace
}  // namespace linkstat::store
