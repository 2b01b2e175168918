#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "agent/store/maintenance.h"
#include "agent/store/sqlite_store.h"
#include "tests/store/records.h"
#include "tests/support/files.h"
#include "tests/support/temporary_folder.h"

// Files that landed versions made: see tests/store/fixtures/README.md.
namespace linkstat::store {
namespace {

namespace fs = std::filesystem;

const fs::path& Fixtures() {
  static const fs::path& folder = *new fs::path(LINKSTAT_SOURCE_DIR "/tests/store/fixtures");
  return folder;
}

std::vector<std::string> Names() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(Fixtures())) {
    if (entry.path().extension() == ".db") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

// All that a reader can see of the store, as make.py writes it.
std::string Rows(Store& store, int64_t retired_keys, Revision floor) {
  std::string rows;
  for (const Record& record : ScanAll(store)) {
    absl::StrAppend(&rows, "record ", record.id, " ", record.key, " ", record.revision, " ",
                    absl::BytesToHexString(record.value), "\n");
  }
  const ChangePage page = store.ChangesAfter(floor, 10000).value();
  for (const Change& change : page.changes) {
    if (change.record.has_value()) continue;
    absl::StrAppend(&rows, "deletion ", change.id, " ", change.revision, "\n");
  }
  absl::StrAppend(&rows, "retired keys ", retired_keys, "\n");
  absl::StrAppend(&rows, "identity ", absl::BytesToHexString(store.identity()), "\n");
  absl::StrAppend(&rows, "last revision ", store.LastRevision().value(), "\n");
  absl::StrAppend(&rows, "floor ", floor, "\n");
  return rows;
}

class SqliteFixtures : public testing::TestWithParam<std::string> {};

TEST_P(SqliteFixtures, HoldWhatTheVersionWroteThatMadeThem) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("store.db");
  for (const std::string end : {"", "-wal"}) {
    const fs::path file = Fixtures() / (GetParam() + ".db" + end);
    if (fs::exists(file)) fs::copy_file(file, path + end);
  }
  const CheckResult check = CheckFile(path).value();
  EXPECT_EQ(check.faults, std::vector<std::string>());
  auto store = SqliteStore::OpenSqlite(path).value();
  const std::string expected = test::ReadSourceFile("tests/store/fixtures/" + GetParam() + ".rows");
  EXPECT_EQ(Rows(*store, check.retired_keys, 0), expected);
  ASSERT_TRUE(store->Purge().ok());
  EXPECT_EQ(Rows(*store, check.retired_keys, 0), expected);
  store.reset();
  EXPECT_EQ(Rows(*SqliteStore::Open(path).value(), check.retired_keys, 0), expected);
}

TEST(SqliteFixtureFiles, AreOfEachLandedVersionClosedAndKilled) {
  EXPECT_EQ(Names(), (std::vector<std::string>{"2026-11-22", "2026-11-22-killed", "2026-11-23",
                                               "2026-11-23-killed"}));
}

INSTANTIATE_TEST_SUITE_P(Versions, SqliteFixtures, testing::ValuesIn(Names()),
                         [](const auto& name) {
                           std::string text = name.param;
                           std::replace(text.begin(), text.end(), '-', '_');
                           return text;
                         });

}  // namespace
}  // namespace linkstat::store
