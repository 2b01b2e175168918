#include "agent/app/command/store_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "agent/app/exit_codes.h"
#include "agent/store/sqlite_store.h"
#include "tests/support/temporary_folder.h"

namespace linkstat::app {
namespace {

using testing::HasSubstr;
using Verb = StoreCommand::Verb;

class StoreCommandTest : public testing::Test {
 protected:
  StoreCommandTest() { config_.set_store("sqlite:" + path_); }

  // A store with one account and one that was deleted, which stays open.
  void MakeStore() {
    store_ = store::SqliteStore::Open(path_).value();
    Write({.id = "a", .value = "unmistakable", .key = "mail-a"});
    Write({.id = "b", .value = "two", .key = "mail-b"});
    Write({.id = "b", .expected = 2});
  }

  void Write(const store::Mutation& mutation) {
    const auto results = store_->Write({mutation});
    ASSERT_TRUE(results.ok()) << results.status();
    ASSERT_EQ(results->front().outcome, store::WriteOutcome::kWritten);
  }

  void Damage() {
    store_.reset();
    std::string bytes = test::ReadBytes(path_);
    bytes[bytes.find("unmistakable")] = 'U';
    test::WriteBytes(path_, bytes);
  }

  int Run(Verb verb, const std::string& file = "") {
    return RunStoreCommand({verb, file}, config_, out_, errors_);
  }

  const test::TemporaryFolder folder_;
  const std::string path_ = folder_.File("store.db");
  std::unique_ptr<store::Store> store_;
  agent::v1::AgentConfig config_;
  std::ostringstream out_;
  std::ostringstream errors_;
};

TEST_F(StoreCommandTest, BacksUpAndReportsTheContent) {
  MakeStore();
  EXPECT_EQ(Run(Verb::kBackup, folder_.File("copy.db")), kExitOk);
  EXPECT_THAT(out_.str(),
              testing::MatchesRegex("backup made\naccounts: 1\nlast revision: 3\nbytes: [0-9]+\n"));
  EXPECT_EQ(errors_.str(), "");
}

TEST_F(StoreCommandTest, ABackupThatExistsIsKept) {
  MakeStore();
  test::WriteBytes(folder_.File("copy.db"), "precious");
  EXPECT_EQ(Run(Verb::kBackup, folder_.File("copy.db")), kExitBadSettings);
  EXPECT_EQ(errors_.str(), "store: the backup's file exists already\n");
  EXPECT_EQ(test::ReadBytes(folder_.File("copy.db")), "precious");
}

TEST_F(StoreCommandTest, ChecksTheStoreOfTheSettings) {
  MakeStore();
  EXPECT_EQ(Run(Verb::kCheck), kExitOk);
  EXPECT_EQ(out_.str(),
            "sound\nlayout: 2\naccounts: 1\nretired work emails: 1\n"
            "deletions in the change feed: 1\nlast revision: 3\npurge due: yes\n");
}

TEST_F(StoreCommandTest, ChecksAnotherFile) {
  MakeStore();
  ASSERT_EQ(Run(Verb::kBackup, folder_.File("copy.db")), kExitOk);
  config_.set_store("memory");
  EXPECT_EQ(Run(Verb::kCheck, folder_.File("copy.db")), kExitOk);
  EXPECT_THAT(out_.str(),
              testing::MatchesRegex("backup made\naccounts: 1\nlast revision: 3\nbytes: [0-9]+\n"
                                    "sound\nlayout: 2\naccounts: 1\nretired work emails: 1\n"
                                    "deletions in the change feed: 0\nlast revision: 4294967299\n"
                                    "purge due: no\n"));
}

TEST_F(StoreCommandTest, NamesDamageAndAdvises) {
  MakeStore();
  Damage();
  EXPECT_EQ(Run(Verb::kCheck), kExitDamaged);
  EXPECT_EQ(out_.str(), "damaged: a record has changed\n");
  EXPECT_EQ(errors_.str(),
            "store: stop the agent, keep a copy of the file and its -wal, and restore a backup\n");
}

TEST_F(StoreCommandTest, ADamagedStoreIsNotBackedUp) {
  MakeStore();
  Damage();
  EXPECT_EQ(Run(Verb::kBackup, folder_.File("copy.db")), kExitDamaged);
  EXPECT_EQ(
      errors_.str(),
      "store: the store's file is damaged (a record has changed): stop the agent, keep a copy "
      "of the file, look at it with `linkstat-agent store check` and restore a backup\n");
}

TEST_F(StoreCommandTest, AFileThatIsNoDatabaseIsAWrongSetting) {
  test::WriteBytes(path_, std::string(5000, 'x'));
  EXPECT_EQ(Run(Verb::kCheck), kExitBadSettings);
  EXPECT_EQ(Run(Verb::kBackup, folder_.File("copy.db")), kExitBadSettings);
  EXPECT_EQ(out_.str(), "");
  EXPECT_EQ(errors_.str(),
            "store: the file is not a SQLite database\nstore: the file is not a SQLite database\n");
}

TEST_F(StoreCommandTest, AMissingStoreIsAWrongSetting) {
  EXPECT_EQ(Run(Verb::kCheck), kExitBadSettings);
  EXPECT_EQ(errors_.str(), "store: the store's file does not exist\n");
}

TEST_F(StoreCommandTest, AStoreInMemoryHasNoFile) {
  config_.set_store("memory");
  EXPECT_EQ(Run(Verb::kBackup, folder_.File("copy.db")), kExitBadSettings);
  EXPECT_EQ(errors_.str(), "--store: must be sqlite:PATH for this\n");
}

TEST_F(StoreCommandTest, NamesNoPath) {
  MakeStore();
  Run(Verb::kBackup, folder_.File("none/copy.db"));
  Damage();
  Run(Verb::kBackup, folder_.File("copy.db"));
  Run(Verb::kCheck, folder_.File("none.db"));
  EXPECT_THAT(errors_.str() + out_.str(), testing::Not(HasSubstr("/")));
}

}  // namespace
}  // namespace linkstat::app
