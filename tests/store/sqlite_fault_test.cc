#include <gtest/gtest.h>
#include <sqlite3.h>

#include <iostream>

#include "agent/store/maintenance.h"
#include "agent/store/sqlite_store.h"
#include "tests/store/ledger.h"
#include "tests/store/records.h"
#include "tests/support/fault_vfs.h"
#include "tests/support/temporary_folder.h"

namespace linkstat::store {
namespace {

// What fails: the Nth call of an operation, or that and all after it.
struct Fault {
  std::string name;
  test::FaultVfs::Operation operation;
  int code;
  int times;

  friend std::ostream& operator<<(std::ostream& out, const Fault& fault) {
    return out << fault.name;
  }
};

constexpr int kForGood = 1'000'000;

class SqliteFault : public testing::TestWithParam<Fault> {};

// Opens a store, writes to it, purges it and closes it, with the fault at the
// `nth` call. False when that call never came.
bool RunWithFault(const Fault& fault, int nth) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("store.db");
  test::FaultVfs vfs;
  Ledger ledger;
  SqliteOptions options;
  options.readers = 1;
  options.vfs = vfs.name();
  vfs.Fail(fault.operation, nth, fault.code, fault.times);
  int failures = 0;
  if (auto store = SqliteStore::OpenSqlite(path, options); store.ok()) {
    failures = ledger.WriteRound(**store, 0);
    failures += (*store)->Purge().ok() ? 0 : 1;
    failures += ledger.WriteRound(**store, 1);
    // The process that had the failure goes on with right answers.
    EXPECT_EQ(ledger.Differences(**store), "");
    if (vfs.failed() > 0 && failures > 0 && fault.times == 1) {
      EXPECT_TRUE((*store)->Check().ok());
    }
  }
  vfs.Heal();
  auto store = SqliteStore::OpenSqlite(path, options);
  EXPECT_TRUE(store.ok()) << store.status();
  if (!store.ok()) return false;
  EXPECT_EQ(ledger.Differences(**store), "");
  ledger.Settle(**store);
  EXPECT_EQ(ledger.WriteRound(**store, 2), 0);
  EXPECT_EQ(ledger.Differences(**store), "");
  store->reset();
  const auto check = CheckFile(path);
  EXPECT_TRUE(check.ok() && check->faults.empty());
  return vfs.failed() > 0;
}

TEST_P(SqliteFault, LosesNothingAndNeedsNoHelpWhereverItStrikes) {
  int nth = 1;
  while (RunWithFault(GetParam(), nth) && !HasFailure()) ++nth;
  EXPECT_FALSE(HasFailure()) << "at call " << nth;
  // The fault struck at all.
  EXPECT_GT(nth, 1);
  std::cout << "calls that failed in turn: " << nth - 1 << "\n";
}

using Operation = test::FaultVfs::Operation;
INSTANTIATE_TEST_SUITE_P(
    Faults, SqliteFault,
    testing::Values(Fault{"OneWrite", Operation::kWrite, SQLITE_IOERR_WRITE, 1},
                    Fault{"WritesForGood", Operation::kWrite, SQLITE_IOERR_WRITE, kForGood},
                    Fault{"NoSpaceOnce", Operation::kWrite, SQLITE_FULL, 1},
                    Fault{"NoSpaceForGood", Operation::kWrite, SQLITE_FULL, kForGood},
                    Fault{"OneSync", Operation::kSync, SQLITE_IOERR_FSYNC, 1},
                    Fault{"SyncsForGood", Operation::kSync, SQLITE_IOERR_FSYNC, kForGood},
                    Fault{"OneTruncation", Operation::kTruncate, SQLITE_IOERR_TRUNCATE, 1},
                    Fault{"TruncationsForGood", Operation::kTruncate, SQLITE_IOERR_TRUNCATE,
                          kForGood}),
    [](const auto& fault) { return fault.param.name; });

TEST(SqliteFaults, OutOfSpaceIsUnavailableAndPasses) {
  const test::TemporaryFolder folder;
  test::FaultVfs vfs;
  SqliteOptions options;
  options.vfs = vfs.name();
  const auto store = SqliteStore::Open(folder.File("store.db"), options).value();
  vfs.Fail(Operation::kWrite, 1, SQLITE_FULL, kForGood);
  EXPECT_EQ(Text(store->Write({Create("a", "mail-a", "one")})), "UNAVAILABLE");
  EXPECT_EQ(store->Check().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(Text(store->Get("a")), "absent");
  vfs.Heal();
  EXPECT_TRUE(store->Check().ok());
  MustWrite(*store, Create("a", "mail-a", "one"));
}

TEST(SqliteFaults, AFailedWriteNeverLendsItsRevision) {
  const test::TemporaryFolder folder;
  test::FaultVfs vfs;
  SqliteOptions options;
  options.vfs = vfs.name();
  const auto store = SqliteStore::Open(folder.File("store.db"), options).value();
  vfs.Fail(Operation::kSync, 1, SQLITE_IOERR_FSYNC, 1);
  EXPECT_EQ(Text(store->Write({Create("a", "mail-a", "one")})), "INTERNAL");
  EXPECT_EQ(Text(store->Write({Create("a", "mail-a", "one")})), "written @2");
}

TEST(SqliteFaults, TellsOfAPurgeThatFailed) {
  const test::TemporaryFolder folder;
  test::FaultVfs vfs;
  absl::Status told;
  SqliteOptions options;
  options.vfs = vfs.name();
  options.background_fault = [&told](const absl::Status& status) { told = status; };
  auto store = SqliteStore::Open(folder.File("store.db"), options).value();
  MustWrite(*store, Delete("a", MustWrite(*store, Create("a", "mail-a", "one"))));
  vfs.Fail(Operation::kWrite, 1, SQLITE_FULL, kForGood);
  store.reset();
  EXPECT_EQ(told.code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace linkstat::store
