#include "agent/store/sqlite_db.h"

#include <gtest/gtest.h>

#include <string>

namespace linkstat::store {
namespace {

Connection InMemory() {
  return Connection::Open(":memory:", Connection::Mode::kCreateInMemory).value();
}

TEST(Connection, WaitsFiveSecondsForALockAtFirst) {
  Connection connection = InMemory();
  EXPECT_EQ(connection.lock_wait(), absl::Seconds(5));
  EXPECT_EQ(connection.QueryInt("PRAGMA busy_timeout").value(), 5'000);
}

TEST(Connection, WaitsForALockAsLongAsItIsSetTo) {
  Connection connection = InMemory();
  connection.SetLockWait(absl::Milliseconds(20));
  EXPECT_EQ(connection.lock_wait(), absl::Milliseconds(20));
  EXPECT_EQ(connection.QueryInt("PRAGMA busy_timeout").value(), 20);
}

TEST(Connection, ChecksThePagesThatItReads) {
  EXPECT_EQ(InMemory().QueryInt("PRAGMA cell_size_check").value(), 1);
}

TEST(Connection, ReportsThatAQueryHasNoRow) {
  Connection connection = InMemory();
  EXPECT_EQ(connection.QueryInt("SELECT 1 WHERE 0").status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(connection.QueryText("SELECT 1 WHERE 0").status().code(), absl::StatusCode::kDataLoss);
}

TEST(Connection, RollsBackATransactionThatFails) {
  Connection connection = InMemory();
  ASSERT_TRUE(connection.Execute("CREATE TABLE t (x)").ok());
  const absl::Status fault = absl::AbortedError("on purpose");
  const auto insert_and_fail = [&] {
    EXPECT_TRUE(connection.Execute("INSERT INTO t VALUES (1)").ok());
    return fault;
  };
  EXPECT_EQ(connection.InTransaction(Connection::Access::kWrite, insert_and_fail), fault);
  EXPECT_EQ(connection.QueryInt("SELECT count(*) FROM t").value(), 0);
  const auto insert = [&] { return connection.Execute("INSERT INTO t VALUES (1)"); };
  EXPECT_TRUE(connection.InTransaction(Connection::Access::kWrite, insert).ok());
  EXPECT_EQ(connection.QueryInt("SELECT count(*) FROM t").value(), 1);
}

TEST(Statement, BindsAnEmptyTextAsAnEmptyBlob) {
  Connection connection = InMemory();
  Statement statement = connection.Prepare("SELECT typeof(?1), length(?1)").value();
  Cursor row = statement.Run(absl::string_view());
  ASSERT_TRUE(row.Next().value());
  EXPECT_EQ(row.Bytes(0), "blob");
  EXPECT_EQ(row.Int(1), 0);
}

TEST(Statement, ForgetsTheValuesOfTheRunBefore) {
  Connection connection = InMemory();
  Statement statement = connection.Prepare("SELECT ?1").value();
  ASSERT_TRUE(statement.Run(7).Next().value());
  Cursor row = statement.Run();
  ASSERT_TRUE(row.Next().value());
  EXPECT_TRUE(row.IsNull(0));
}

TEST(Statement, ReportsAValueThatCannotBeBound) {
  Connection connection = InMemory();
  Statement statement = connection.Prepare("SELECT ?1").value();
  EXPECT_EQ(statement.Run(7, 8).Next().status().code(), absl::StatusCode::kInternal);
}

}  // namespace
}  // namespace linkstat::store
