#include "agent/store/sqlite_schema.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "agent/store/maintenance.h"
#include "agent/store/sqlite_reader.h"
#include "agent/store/sqlite_store.h"
#include "tests/store/records.h"
#include "tests/support/temporary_folder.h"

namespace linkstat::store {
namespace {

// A file of layout 1 with one record.
void MakeLayout1(const std::string& path) {
  test::WriteBytes(path, "");
  Connection connection = Connection::Open(path, Connection::Mode::kReadWrite).value();
  ASSERT_TRUE(Migrate(connection, 0, MigrationSteps().subspan(0, 1)).ok());
  const absl::Status written =
      connection.Execute(absl::StrCat("INSERT INTO records VALUES(x'61', x'62', x'63', 7, ",
                                      RecordChecksum("a", "b", "c", 7), ")"));
  ASSERT_TRUE(written.ok());
}

TEST(SqliteSchema, EveryStepLeadsToTheLayoutOfItsNumber) {
  for (size_t to = 1; to <= MigrationSteps().size(); ++to) {
    const test::TemporaryFolder folder;
    const std::string path = folder.File("store.db");
    test::WriteBytes(path, "");
    Connection connection = Connection::Open(path, Connection::Mode::kReadWrite).value();
    ASSERT_TRUE(Migrate(connection, 0, MigrationSteps().subspan(0, to)).ok());
    EXPECT_EQ(ReadLayout(connection).value(), static_cast<int64_t>(to));
  }
}

TEST(SqliteSchema, EveryLayoutCanBeBroughtToTheNewest) {
  for (size_t from = 0; from <= MigrationSteps().size(); ++from) {
    const test::TemporaryFolder folder;
    const std::string path = folder.File("store.db");
    test::WriteBytes(path, "");
    if (from > 0) {
      Connection connection = Connection::Open(path, Connection::Mode::kReadWrite).value();
      ASSERT_TRUE(Migrate(connection, 0, MigrationSteps().subspan(0, from)).ok());
    }
    const auto store = SqliteStore::Open(path);
    ASSERT_TRUE(store.ok()) << "from layout " << from << ": " << store.status();
    MustWrite(**store, Delete("a", MustWrite(**store, Create("a", "mail-a", "one"))));
    EXPECT_EQ(CheckFile(path).value().faults, std::vector<std::string>());
  }
}

TEST(SqliteSchema, Layout1KeepsItsRecordsAndBeginsAFeed) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("store.db");
  MakeLayout1(path);
  {
    Connection connection = Connection::Open(path, Connection::Mode::kReadWrite).value();
    ASSERT_TRUE(connection.Execute("UPDATE meta SET last_revision = 9").ok());
    Meta meta;
    {
      Statement select = connection.Prepare("SELECT store_id, secret FROM meta").value();
      Cursor row = select.Run();
      ASSERT_TRUE(row.Next().value());
      meta.store_id = std::string(row.Bytes(0));
      meta.secret = std::string(row.Bytes(1));
    }
    meta.last_revision = 9;
    ASSERT_TRUE(
        connection.Execute(absl::StrCat("UPDATE meta SET checksum = ", MetaChecksum(meta))).ok());
  }
  const auto store = SqliteStore::Open(path).value();
  EXPECT_EQ(Text(store->Get("a")), "a c (b) @7");
  EXPECT_EQ(store->LastRevision().value(), 9u);
  EXPECT_EQ(Text(store->ChangesAfter(8, 10)), "OUT_OF_RANGE");
  MustWrite(*store, Delete("a", 7));
  EXPECT_EQ(Text(store->ChangesAfter(9, 10)), "a deleted @10\ncomplete @10");
}

TEST(SqliteSchema, AStepThatFailsChangesNothing) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("store.db");
  MakeLayout1(path);
  Connection connection = Connection::Open(path, Connection::Mode::kReadWrite).value();
  const std::vector<MigrationStep> steps = {
      MigrationSteps()[0], MigrationSteps()[1], {+[](Connection&) {
        return absl::InternalError("step 3");
      }}};
  EXPECT_EQ(Migrate(connection, 1, steps).message(), "step 3");
  EXPECT_EQ(ReadLayout(connection).value(), 1);
  EXPECT_FALSE(connection.Prepare("SELECT * FROM deletions").ok());
}

TEST(SqliteSchema, ANewerFileIsRefusedAndNotTouched) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("store.db");
  SqliteStore::Open(path).value().reset();
  const auto newer = static_cast<int64_t>(MigrationSteps().size()) + 1;
  ASSERT_TRUE(Connection::Open(path, Connection::Mode::kReadWrite)
                  ->Execute(absl::StrCat("PRAGMA user_version = ", newer))
                  .ok());
  const std::string before = test::ReadBytes(path);
  const absl::Status status = SqliteStore::Open(path).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(status.message(),
            "a newer Linkstat wrote the store: it has layout 3, this agent knows layouts up to 2; "
            "nothing was changed");
  EXPECT_EQ(test::ReadBytes(path), before);
}

TEST(SqliteSchema, ANewerFileKeepsItsLog) {
  const test::TemporaryFolder folder;
  const test::TemporaryFolder after_kill;
  const std::string path = after_kill.File("store.db");
  const auto store = SqliteStore::Open(folder.File("store.db")).value();
  MustWrite(*store, Create("a", "mail-a", "one"));
  {
    Connection other =
        Connection::Open(folder.File("store.db"), Connection::Mode::kReadWrite).value();
    ASSERT_TRUE(other.Execute("PRAGMA user_version = 99").ok());
  }
  for (const std::string name : {"store.db", "store.db-wal"}) {
    test::WriteBytes(after_kill.File(name), test::ReadBytes(folder.File(name)));
  }
  const std::string log = test::ReadBytes(path + "-wal");
  ASSERT_FALSE(log.empty());
  EXPECT_EQ(SqliteStore::Open(path).status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(test::ReadBytes(path + "-wal"), log);
}

TEST(SqliteSchema, ADatabaseOfAnotherProgramIsRefusedAndNotTouched) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("other.db");
  test::WriteBytes(path, "");
  ASSERT_TRUE(
      Connection::Open(path, Connection::Mode::kReadWrite)->Execute("CREATE TABLE theirs(x)").ok());
  const std::string before = test::ReadBytes(path);
  const absl::Status status = SqliteStore::Open(path).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(status.message(), "the file is a database of another program");
  EXPECT_EQ(test::ReadBytes(path), before);
}

TEST(SqliteSchema, TablesThatAreNotTheExpectedOnesAreDamage) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("store.db");
  SqliteStore::Open(path).value().reset();
  ASSERT_TRUE(
      Connection::Open(path, Connection::Mode::kReadWrite)->Execute("DROP TABLE deletions").ok());
  EXPECT_EQ(SqliteStore::Open(path).status().code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace linkstat::store
