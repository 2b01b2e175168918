#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "agent/store/maintenance.h"
#include "agent/store/sqlite_meta.h"
#include "agent/store/sqlite_reader.h"
#include "agent/store/sqlite_status.h"
#include "agent/store/sqlite_store.h"
#include "tests/store/records.h"
#include "tests/support/fault_vfs.h"
#include "tests/support/temporary_folder.h"

namespace linkstat::store {
namespace {

constexpr int kRecords = 40;

std::string IdOf(int i) { return absl::StrCat("id-", i); }
std::string KeyOf(int i) { return absl::StrCat("mail-", i, "@example.com"); }

// Records, some of them updated and deleted, in a file without a log.
void MakeStore(const std::string& path) {
  const auto store = SqliteStore::Open(path).value();
  std::vector<Mutation> mutations;
  for (int i = 0; i < kRecords; ++i) {
    mutations.push_back(Create(IdOf(i), KeyOf(i), std::string(150 + i, 'v')));
  }
  for (int i = 0; i < kRecords; i += 5) mutations.push_back(Delete(IdOf(i), Revision(i) + 1));
  for (int i = 1; i < kRecords; i += 5) {
    mutations.push_back(Update(IdOf(i), Revision(i) + 1, "new"));
  }
  MustWriteAll(*store, mutations);
}

// All that a store can be asked about, as answers.
std::vector<std::string> AskEverything(Store& store) {
  std::vector<std::string> answers;
  for (int i = 0; i < kRecords; ++i) {
    answers.push_back(Text(store.Get(IdOf(i))));
    answers.push_back(Text(store.FindByKey(KeyOf(i))));
  }
  answers.push_back(Text(store.Scan("", 1000)));
  answers.push_back(Text(store.ChangesAfter(0, 1000)));
  const auto last = store.LastRevision();
  answers.push_back(last.ok() ? absl::StrCat(*last) : "DATA_LOSS");
  answers.push_back(Text(store.Write({Create("new", KeyOf(0), "")})));
  answers.push_back(Text(store.Write({Create("new", KeyOf(1), "")})));
  return answers;
}

// Returns when what the store does in the background is done: that nothing is written
// is of no account.
absl::Status AwaitCheck(Store& store) {
  return store.Write({Update("no such record", 1, "")}).status();
}

// The answers of a store that holds `bytes`; empty when it is refused.
std::vector<std::string> AnswersFrom(const std::string& bytes, const test::FaultVfs& vfs,
                                     bool check_in_background) {
  const test::TemporaryFolder folder;
  test::WriteBytes(folder.File("store.db"), bytes);
  SqliteOptions options;
  options.readers = 1;
  options.vfs = vfs.name();
  options.check_in_background = check_in_background;
  auto store = SqliteStore::Open(folder.File("store.db"), options);
  if (!store.ok() || !AwaitCheck(**store).ok()) return {};
  return AskEverything(**store);
}

class SqliteDamageOfAByte : public testing::TestWithParam<bool> {};

INSTANTIATE_TEST_SUITE_P(Checked, SqliteDamageOfAByte, testing::Bool(), [](const auto& test) {
  return test.param ? "InTheBackground" : "AtTheStart";
});

TEST_P(SqliteDamageOfAByte, NeverMakesAWrongAnswer) {
  const test::FaultVfs vfs;
  const test::TemporaryFolder folder;
  MakeStore(folder.File("store.db"));
  const std::string sound = test::ReadBytes(folder.File("store.db"));
  const std::vector<std::string> right = AnswersFrom(sound, vfs, GetParam());
  ASSERT_FALSE(right.empty());
  int refused = 0;
  int places = 0;
  for (size_t at = 0; at < sound.size(); at += at < 4096 ? 29 : 131) {
    std::string damaged = sound;
    damaged[at] = static_cast<char>(damaged[at] ^ (1 << at % 8));
    const std::vector<std::string> answers = AnswersFrom(damaged, vfs, GetParam());
    ++places;
    refused += answers.empty() ? 1 : 0;
    for (size_t i = 0; i < answers.size(); ++i) {
      // Behind its back a record can have changed, which whoever reads it finds.
      if (GetParam() && answers[i] == "DATA_LOSS") continue;
      EXPECT_EQ(answers[i], right[i]) << "byte " << at << ", answer " << i;
    }
  }
  std::cout << places << " places, refused at " << refused << "\n";
  EXPECT_GT(refused, 0);
}

TEST(SqliteDamage, ACutFileIsRefused) {
  const test::TemporaryFolder folder;
  MakeStore(folder.File("store.db"));
  const std::string sound = test::ReadBytes(folder.File("store.db"));
  for (const size_t size : {size_t{99}, size_t{4096}, sound.size() - 4096}) {
    test::WriteBytes(folder.File("cut.db"), sound.substr(0, size));
    EXPECT_EQ(SqliteStore::Open(folder.File("cut.db")).status().code(), absl::StatusCode::kDataLoss)
        << size;
  }
}

TEST(SqliteDamage, PagesThatDoNotFitTogetherAreRefused) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("store.db");
  MakeStore(path);
  std::string bytes = test::ReadBytes(path);
  // The number of unused pages in the file's header.
  bytes[39] = static_cast<char>(bytes[39] + 1);
  test::WriteBytes(path, bytes);
  const absl::Status status = SqliteStore::Open(path).status();
  EXPECT_EQ(FoundDamage(status), "its pages do not fit together");
  EXPECT_NE(status.message().find("restore a backup"), std::string::npos);
  EXPECT_NE(status.message().find("store check"), std::string::npos);
}

TEST(SqliteDamage, ThatIsFoundInTheBackgroundRefusesEveryCallAndWritesNothing) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("store.db");
  MakeStore(path);
  std::string bytes = test::ReadBytes(path);
  // The number of unused pages in the file's header.
  bytes[39] = static_cast<char>(bytes[39] + 1);
  test::WriteBytes(path, bytes);
  SqliteOptions options;
  options.check_in_background = true;
  {
    const auto store = SqliteStore::OpenSqlite(path, options).value();
    const absl::Status status = store->Write({Create("new", "mail-new", "")}).status();
    EXPECT_EQ(FoundDamage(status), "its pages do not fit together");
    EXPECT_EQ(store->Check(), status);
    EXPECT_EQ(store->Get(IdOf(1)).status(), status);
    EXPECT_EQ(store->LastRevision().status(), status);
    EXPECT_EQ(store->Purge(), status);
  }
  EXPECT_TRUE(test::ReadBytes(path) == bytes);
}

TEST(SqliteDamage, OfARestoredBackupIsFoundBeforeItGetsItsIdentity) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("backup.db");
  MakeStore(folder.File("store.db"));
  ASSERT_TRUE(Backup(folder.File("store.db"), path).ok());
  std::string bytes = test::ReadBytes(path);
  bytes[39] = static_cast<char>(bytes[39] + 1);
  test::WriteBytes(path, bytes);
  SqliteOptions options;
  options.check_in_background = true;
  EXPECT_EQ(FoundDamage(SqliteStore::Open(path, options).status()),
            "its pages do not fit together");
  EXPECT_TRUE(test::ReadBytes(path) == bytes);
}

TEST(SqliteDamage, AFileThatIsNoDatabaseIsRefusedAndLeftAlone) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("store.db");
  const std::string text(5000, 'x');
  test::WriteBytes(path, text);
  EXPECT_EQ(SqliteStore::Open(path).status(),
            absl::FailedPreconditionError("the file is not a SQLite database"));
  EXPECT_EQ(test::ReadBytes(path), text);
}

TEST(SqliteDamage, ALogWithoutItsFileIsRefused) {
  const test::TemporaryFolder folder;
  test::WriteBytes(folder.File("store.db-wal"), "acknowledged writes");
  EXPECT_EQ(SqliteStore::Open(folder.File("store.db")).status().code(),
            absl::StatusCode::kDataLoss);
  EXPECT_EQ(test::ReadBytes(folder.File("store.db-wal")), "acknowledged writes");
}

TEST(SqliteDamage, ARecordThatChangedIsRefused) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("store.db");
  MustWrite(*SqliteStore::Open(path).value(), Create("a", "mail-a", "unmistakable"));
  std::string bytes = test::ReadBytes(path);
  bytes[bytes.find("unmistakable")] = 'U';
  test::WriteBytes(path, bytes);
  EXPECT_EQ(FoundDamage(SqliteStore::Open(path).status()), "a record has changed");
}

TEST(SqliteDamage, ARecordThatChangesInUseIsDataLossAndTheOthersAreServed) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("store.db");
  const auto store = SqliteStore::Open(path).value();
  MustWrite(*store, Create("a", "mail-a", "one"));
  MustWrite(*store, Create("b", "mail-b", "two"));
  ASSERT_TRUE(Connection::Open(path, Connection::Mode::kReadWrite)
                  ->Execute("UPDATE records SET value = x'00' WHERE id = x'61'")
                  .ok());
  EXPECT_EQ(Text(store->Get("a")), "DATA_LOSS");
  EXPECT_EQ(Text(store->FindByKey("mail-a")), "DATA_LOSS");
  EXPECT_EQ(Text(store->Write({Update("a", 1, "new")})), "DATA_LOSS");
  EXPECT_EQ(Text(store->Get("b")), "b two (mail-b) @2");
}

// Rows with the right checksum, as anybody makes them who can write the file.
void Insert(Connection& connection, const Record& record) {
  Statement insert = connection.Prepare("INSERT INTO records VALUES(?1, ?2, ?3, ?4, ?5)").value();
  ASSERT_TRUE(insert
                  .Run(record.id, record.key, record.value, record.revision,
                       RecordChecksum(record.id, record.key, record.value, record.revision))
                  .Finish()
                  .ok());
}

TEST(SqliteDamage, ARecordThatBreaksABoundIsDataLoss) {
  const Record records[] = {
      {std::string(64, 'a'), "", "mail", 1}, {"b", "", "", 1},
      {"b", "", std::string(255, 'k'), 1},   {"b", "", "mail", 0},
      {"b", "", "mail", uint64_t{1} << 63},  {"b", std::string((1 << 20) + 1, 'v'), "mail", 1},
  };
  for (const Record& record : records) {
    const test::TemporaryFolder folder;
    const std::string path = folder.File("store.db");
    const auto store = SqliteStore::Open(path).value();
    Connection connection = Connection::Open(path, Connection::Mode::kReadWrite).value();
    Insert(connection, record);
    EXPECT_EQ(FoundDamage(store->Get(record.id).status()), "a record is out of bounds");
    EXPECT_EQ(Text(store->Scan("", 10)), "DATA_LOSS");
    const CheckResult result = CheckFile(path).value();
    ASSERT_FALSE(result.faults.empty());
    EXPECT_EQ(result.faults[0], "a record is out of bounds");
  }
}

TEST(SqliteDamage, ADeletionThatBreaksABoundIsDataLoss) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("store.db");
  const auto store = SqliteStore::Open(path).value();
  ASSERT_TRUE(Connection::Open(path, Connection::Mode::kReadWrite)
                  ->Execute("INSERT INTO deletions VALUES(1, x'')")
                  .ok());
  EXPECT_EQ(FoundDamage(store->ChangesAfter(0, 10).status()), "a deletion is out of bounds");
}

TEST(SqliteDamage, AStoresOwnRowThatBreaksABoundIsRefused) {
  const std::string identity(kIdentityBytes, 'i');
  const std::string secret(32, 's');
  const Meta rows[] = {
      {"i", secret, 0, 0, false},
      {identity, "s", 0, 0, false},
      {identity, secret, uint64_t{1} << 63, 0, false},
      {identity, secret, 1, 2, false},
  };
  for (const Meta& meta : rows) {
    const test::TemporaryFolder folder;
    const std::string path = folder.File("store.db");
    SqliteStore::Open(path).value().reset();
    {
      Connection connection = Connection::Open(path, Connection::Mode::kReadWrite).value();
      ASSERT_TRUE(UpdateMeta(connection, meta).ok());
      Statement secret_too = connection.Prepare("UPDATE meta SET secret = ?1").value();
      ASSERT_TRUE(secret_too.Run(meta.secret).Finish().ok());
    }
    EXPECT_EQ(FoundDamage(SqliteStore::Open(path).status()), "its own row is out of bounds");
  }
}

}  // namespace
}  // namespace linkstat::store
