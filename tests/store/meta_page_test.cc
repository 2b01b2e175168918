#include "agent/store/meta_page.h"

#include <gtest/gtest.h>

#include "agent/store/sqlite_schema.h"
#include "agent/store/sqlite_store.h"
#include "tests/store/records.h"
#include "tests/support/temporary_folder.h"

namespace linkstat::store {
namespace {

// The bytes of the row's page in a store that was closed, and the row as SQLite
// reads it.
struct Page {
  explicit Page(int writes) {
    const test::TemporaryFolder folder;
    const std::string path = folder.File("store.db");
    {
      const auto store = SqliteStore::Open(path).value();
      for (int i = 0; i < writes; ++i) {
        const std::string id = "id-" + std::to_string(i);
        MustWrite(*store, Create(id, "mail-" + id, "value"));
      }
    }
    Connection connection = Connection::Open(path, Connection::Mode::kReadWrite).value();
    row = ReadMeta(connection).value();
    const auto size = static_cast<size_t>(connection.QueryInt("PRAGMA page_size").value());
    bytes = test::ReadBytes(path).substr((kMetaPage - 1) * size, size);
  }

  std::string bytes;
  Meta row;
};

TEST(ParseMetaPage, ReadsWhatSqliteReads) {
  // Revisions of no, one and two bytes.
  for (const int writes : {0, 1, 2, 300}) {
    const Page page(writes);
    const auto row = ParseMetaPage(page.bytes);
    ASSERT_TRUE(row.has_value()) << writes;
    EXPECT_EQ(row->store_id, page.row.store_id);
    EXPECT_EQ(row->secret, page.row.secret);
    EXPECT_EQ(row->last_revision, static_cast<Revision>(writes));
    EXPECT_EQ(MetaChecksum(*row), MetaChecksum(page.row));
  }
}

// The page of a row as SQLite writes it; each text of the row has less than 58 bytes.
std::string PageOf(const Meta& row) {
  const auto integer = [](int64_t value) {
    std::string bytes;
    for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift);
    return bytes;
  };
  const auto blob = [](const std::string& bytes) {
    return static_cast<char>(12 + 2 * bytes.size());
  };
  const std::string types = {8, 0, blob(row.store_id), blob(row.secret), 6, 6, 6, 8};
  const std::string record = types + row.store_id + row.secret + integer(row.last_revision) +
                             integer(MetaChecksum(row)) + integer(row.changes_floor);
  const std::string head = {0x0d, 0, 0, 0, 1, 0, 0, 0, 0, 10, static_cast<char>(record.size()), 1};
  return head + record;
}

TEST(ParseMetaPage, FindsNoRowWhoseIdentityOrSecretHasAnotherSize) {
  Meta row;
  row.store_id = std::string(16, 'i');
  row.secret = std::string(32, 's');
  EXPECT_TRUE(ParseMetaPage(PageOf(row)).has_value());
  for (const size_t size : {1, 15, 17}) {
    Meta wrong = row;
    wrong.store_id = std::string(size, 'i');
    EXPECT_FALSE(ParseMetaPage(PageOf(wrong)).has_value()) << size;
  }
  for (const size_t size : {0, 31, 33}) {
    Meta wrong = row;
    wrong.secret = std::string(size, 's');
    EXPECT_FALSE(ParseMetaPage(PageOf(wrong)).has_value()) << size;
  }
}

TEST(ParseMetaPage, FindsNoRowInAPageThatIsCut) {
  const Page page(1);
  for (size_t size = 0; size < page.bytes.size(); ++size) {
    EXPECT_FALSE(ParseMetaPage(page.bytes.substr(0, size)).has_value()) << size;
  }
}

TEST(ParseMetaPage, FindsNoOtherRowInAPageWithAChangedByte) {
  const Page page(1);
  for (size_t at = 0; at < page.bytes.size(); ++at) {
    for (const char byte : {'\x00', '\x7f', '\xff'}) {
      std::string changed = page.bytes;
      changed[at] = byte;
      const auto row = ParseMetaPage(changed);
      if (row.has_value()) {
        EXPECT_EQ(MetaChecksum(*row), MetaChecksum(page.row)) << at;
      }
    }
  }
}

}  // namespace
}  // namespace linkstat::store
