#include "agent/store/sqlite_status.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

namespace linkstat::store {
namespace {

TEST(SqliteError, SaysWhetherALaterTryMayDoBetter) {
  for (const int code : {SQLITE_BUSY, SQLITE_BUSY_SNAPSHOT, SQLITE_LOCKED, SQLITE_FULL}) {
    EXPECT_EQ(SqliteError(code, "writing").code(), absl::StatusCode::kUnavailable) << code;
  }
  for (const int code : {SQLITE_CORRUPT, SQLITE_CORRUPT_INDEX}) {
    EXPECT_EQ(SqliteError(code, "writing").code(), absl::StatusCode::kDataLoss) << code;
  }
  for (const int code : {SQLITE_ERROR, SQLITE_IOERR_WRITE, SQLITE_READONLY, SQLITE_CANTOPEN}) {
    EXPECT_EQ(SqliteError(code, "writing").code(), absl::StatusCode::kInternal) << code;
  }
}

TEST(SqliteError, TellsNoDatabaseFromADamagedOne) {
  EXPECT_EQ(SqliteError(SQLITE_NOTADB, "opening"),
            absl::FailedPreconditionError("the file is not a SQLite database"));
}

TEST(SqliteError, TellsTheCodeAndWhatWasDone) {
  EXPECT_EQ(SqliteError(SQLITE_IOERR_WRITE, "writing").message(),
            "SQLite result 778 while writing");
}

}  // namespace
}  // namespace linkstat::store
