#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "agent/store/sqlite_store.h"
#include "tests/store/records.h"
#include "tests/support/fault_vfs.h"
#include "tests/support/temporary_folder.h"

// How large the write-ahead log becomes, and when it gives its space back.
namespace linkstat::store {
namespace {

namespace fs = std::filesystem;

using testing::ElementsAre;
using testing::IsEmpty;

constexpr int64_t kMiB = int64_t{1} << 20;

class SqliteLog : public testing::Test {
 protected:
  SqliteLog() {
    options_.lock_wait = absl::Milliseconds(50);
    options_.background_fault = [this](const absl::Status& status) {
      faults_.push_back(status.ToString());
    };
    options_.files_seen = [this](const FileLook& look) { seen_bytes_ = look.log_bytes; };
  }

  std::unique_ptr<SqliteStore> Open() { return SqliteStore::OpenSqlite(path_, options_).value(); }

  int64_t LogBytes() const {
    return static_cast<int64_t>(fs::file_size(folder_.File("store.db-wal")));
  }

  // Creates records of `mebibytes` in all, one a write.
  void Fill(Store& store, int mebibytes) {
    for (int i = 0; i < mebibytes; ++i, ++filled_) {
      const std::string id = absl::StrCat("fill-", filled_);
      MustWrite(store, Create(id, "mail-" + id, std::string(kMiB, 'v')));
    }
  }

  // Runs `body` while another program reads the store as it is now.
  template <typename Body>
  void WhileReadElsewhere(const Body& body) {
    Connection reader = Connection::Open(path_, Connection::Mode::kReadOnly).value();
    const auto read = [&]() -> absl::Status {
      EXPECT_TRUE(reader.QueryInt("SELECT count(*) FROM records").ok());
      body();
      return absl::OkStatus();
    };
    ASSERT_TRUE(reader.InTransaction(Connection::Access::kRead, read).ok());
  }

  const test::TemporaryFolder folder_;
  const std::string path_ = folder_.File("store.db");
  SqliteOptions options_;
  std::vector<std::string> faults_;
  int64_t seen_bytes_ = 0;
  int filled_ = 0;
};

TEST_F(SqliteLog, StaysSmallByItself) {
  const auto store = Open();
  Fill(*store, 40);
  EXPECT_LT(LogBytes(), 17 * kMiB);
}

TEST_F(SqliteLog, ShrinksWhenItBeginsAnew) {
  const auto store = Open();
  std::vector<Mutation> mutations;
  for (int i = 0; i < 24; ++i) {
    const std::string id = absl::StrCat("id-", i);
    mutations.push_back(Create(id, "mail-" + id, std::string(kMiB, 'v')));
  }
  ASSERT_TRUE(store->Write(mutations).ok());
  EXPECT_GT(LogBytes(), 24 * kMiB);
  MustWrite(*store, Create("next", "mail-next", ""));
  EXPECT_LE(LogBytes(), 16 * kMiB);
  EXPECT_TRUE(store->Check().ok()) << "a log that the store itself made shorter is no fault";
}

TEST_F(SqliteLog, ReportsOnceThatAnotherProgramMakesItGrow) {
  const auto store = Open();
  WhileReadElsewhere([&] {
    Fill(*store, 66);
    EXPECT_TRUE(store->Check().ok());
    EXPECT_TRUE(store->Check().ok());
    EXPECT_THAT(faults_, ElementsAre(absl::StrCat(
                             "UNAVAILABLE: the write-ahead log has grown to ", LogBytes() / kMiB,
                             " MiB: a reader keeps the write-ahead log from being emptied")));
    EXPECT_GT(seen_bytes_, 64 * kMiB);
  });
  EXPECT_TRUE(store->Check().ok());
  EXPECT_EQ(LogBytes(), 0);
  EXPECT_EQ(seen_bytes_, 0);
  // And again when it happens again.
  EXPECT_TRUE(store->Check().ok());
  WhileReadElsewhere([&] {
    Fill(*store, 66);
    EXPECT_TRUE(store->Check().ok());
  });
  EXPECT_EQ(faults_.size(), 2u);
}

TEST_F(SqliteLog, IsNotMadeLongerByPurgesThatAReaderElsewhereHoldsUp) {
  const auto store = Open();
  Fill(*store, 12);
  MustWrite(*store, Delete("fill-0", 1));
  WhileReadElsewhere([&] {
    MustWrite(*store, Create("a", "mail-a", "one"));
    const int64_t before = LogBytes();
    EXPECT_EQ(store->Purge().code(), absl::StatusCode::kUnavailable);
    EXPECT_EQ(store->Purge().code(), absl::StatusCode::kUnavailable);
    EXPECT_EQ(LogBytes(), before);
  });
  EXPECT_TRUE(store->Purge().ok());
}

TEST_F(SqliteLog, GivesItsSpaceBackWhenAPurgeFails) {
  test::FaultVfs vfs;
  options_.vfs = vfs.name();
  const auto store = Open();
  Fill(*store, 3);
  MustWrite(*store, Delete("fill-0", 1));
  // The log is emptied before the rewrite, which then writes to it.
  ASSERT_EQ(store->Check(), absl::OkStatus());
  vfs.Fail(test::FaultVfs::Operation::kWrite, 500, SQLITE_FULL, 1);
  EXPECT_EQ(store->Purge().code(), absl::StatusCode::kUnavailable);
  ASSERT_EQ(vfs.failed(), 1);
  EXPECT_EQ(LogBytes(), 0);
  EXPECT_TRUE(store->Purge().ok());
}

TEST_F(SqliteLog, OfAnAgentThatWasKilledIsEmptiedAtTheStart) {
  const test::TemporaryFolder after_kill;
  {
    const auto store = Open();
    Fill(*store, 3);
    for (const std::string name : {"store.db", "store.db-wal"}) {
      fs::copy_file(folder_.File(name), after_kill.File(name));
    }
  }
  ASSERT_GT(fs::file_size(after_kill.File("store.db-wal")), 0u);
  const auto store = SqliteStore::OpenSqlite(after_kill.File("store.db"), options_).value();
  EXPECT_EQ(fs::file_size(after_kill.File("store.db-wal")), 0u);
  EXPECT_EQ(ScanAll(*store).size(), 3u);
  EXPECT_THAT(faults_, IsEmpty());
}

TEST_F(SqliteLog, ThatCannotBeEmptiedAtTheStartIsReportedAndTheStoreServes) {
  Open().reset();
  Connection writer = Connection::Open(path_, Connection::Mode::kReadWrite).value();
  WhileReadElsewhere([&] {
    ASSERT_TRUE(writer.Execute("PRAGMA user_version = 2").ok());
    const auto store = Open();
    EXPECT_THAT(faults_,
                ElementsAre("UNAVAILABLE: a reader keeps the write-ahead log from being emptied"));
    MustWrite(*store, Create("a", "mail-a", "one"));
  });
}

TEST_F(SqliteLog, ThatIsReadDuringTheCheckAtTheStartIsEmptiedAfterTheRead) {
  Open().reset();
  Connection writer = Connection::Open(path_, Connection::Mode::kReadWrite).value();
  options_.check_in_background = true;
  std::unique_ptr<SqliteStore> store;
  WhileReadElsewhere([&] {
    ASSERT_TRUE(writer.Execute("PRAGMA user_version = 2").ok());
    store = Open();
    // Waits for the check.
    MustWrite(*store, Create("a", "mail-a", "one"));
    ASSERT_TRUE(store->Check().ok());
    ASSERT_GT(LogBytes(), 0);
  });
  EXPECT_TRUE(store->Check().ok());
  EXPECT_EQ(LogBytes(), 0);
  EXPECT_THAT(faults_, IsEmpty());
}

}  // namespace
}  // namespace linkstat::store
