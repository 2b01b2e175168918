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
