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

// How a page holds a row, of the ways that SQLite's format has.
struct Encoding {
  // Added to the type of the identity, a blob: 1 is a text.
  int identity_type = 0;
  // The type of the last revision, which has this many bytes.
  char revision_type = 6;
  int revision_bytes = 8;
  // What precedes the record: its size and the row's id; "" is one byte each.
  std::string cell_head = "";
  // Where the cell begins.
  uint16_t cell_at = 10;
};

// The page of a row; each text of the row has less than 58 bytes.
std::string PageOf(const Meta& row, const Encoding& encoding = {}) {
  const auto integer = [](int64_t value, int size) {
    std::string bytes;
    for (int i = size - 1; i >= 0; --i) bytes += static_cast<char>(value >> (8 * i));
    return bytes;
  };
  const auto blob = [](const std::string& bytes) {
    return static_cast<char>(12 + 2 * bytes.size());
  };
  const auto identity_type = static_cast<char>(blob(row.store_id) + encoding.identity_type);
  const char purge_due = row.purge_due ? 9 : 8;
  const std::string types = {8, 0, identity_type, blob(row.secret), encoding.revision_type,
                             6, 6, purge_due};
  const std::string record =
      types + row.store_id + row.secret +
      integer(static_cast<int64_t>(row.last_revision), encoding.revision_bytes) +
      integer(MetaChecksum(row), 8) + integer(static_cast<int64_t>(row.changes_floor), 8);
  std::string page = {0x0d, 0, 0, 0, 1, 0, 0, 0};
  page += integer(encoding.cell_at, 2);
  page.resize(encoding.cell_at);
  page += encoding.cell_head.empty() ? std::string{static_cast<char>(record.size()), 1}
                                     : encoding.cell_head;
  return page + record;
}

Meta SoundRow() {
  Meta row;
  row.store_id = std::string(16, 'i');
  row.secret = std::string(32, 's');
  row.last_revision = 100;
  row.changes_floor = 7;
  return row;
}

void ExpectRead(const Meta& row, const Encoding& encoding = {}) {
  const auto read = ParseMetaPage(PageOf(row, encoding));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->store_id, row.store_id);
  EXPECT_EQ(read->secret, row.secret);
  EXPECT_EQ(read->last_revision, row.last_revision);
  EXPECT_EQ(read->changes_floor, row.changes_floor);
  EXPECT_EQ(read->purge_due, row.purge_due);
}

TEST(ParseMetaPage, ReadsWhetherAPurgeIsDue) {
  Meta row = SoundRow();
  ExpectRead(row);
  row.purge_due = true;
  ExpectRead(row);
}

TEST(ParseMetaPage, ReadsTheRowOfABackupWhichHasNoIdentity) {
  Meta row = SoundRow();
  row.store_id.clear();
  ExpectRead(row);
}

TEST(ParseMetaPage, ReadsNumbersOfEachSize) {
  constexpr int kBytes[] = {1, 2, 3, 4, 6, 8};
  for (int i = 0; i < 6; ++i) {
    ExpectRead(SoundRow(),
               {.revision_type = static_cast<char>(1 + i), .revision_bytes = kBytes[i]});
  }
}

// Half of all checksums are negative.
TEST(ParseMetaPage, ReadsChecksumsOfEachSign) {
  bool negative = false, positive = false;
  Meta row = SoundRow();
  for (row.last_revision = 7; row.last_revision < 40; ++row.last_revision) {
    (MetaChecksum(row) < 0 ? negative : positive) = true;
    ExpectRead(row);
  }
  EXPECT_TRUE(negative && positive);
}

TEST(ParseMetaPage, ReadsASizeAndAnIdOfSeveralBytes) {
  // The record has 80 bytes; nine bytes are the most that a number has.
  ExpectRead(SoundRow(), {.cell_head = "\x80\x50\x81\x01"});
  ExpectRead(SoundRow(), {.cell_head = std::string("\x50") + std::string(9, '\xff')});
}

TEST(ParseMetaPage, ReadsACellInTheUpperHalfOfALargePage) {
  ExpectRead(SoundRow(), {.cell_at = 0xf000});
}

TEST(ParseMetaPage, FindsNoRowWhoseIdentityIsAText) {
  EXPECT_FALSE(ParseMetaPage(PageOf(SoundRow(), {.identity_type = 1})).has_value());
}

// Not even the one that is read as 0, as NULL would be.
TEST(ParseMetaPage, FindsNoRowWhoseNumberHasAnUnknownType) {
  Meta row = SoundRow();
  row.last_revision = row.changes_floor = 0;
  ExpectRead(row);
  for (const char type : {0, 7, 10, 11}) {
    const Encoding encoding = {.revision_type = type, .revision_bytes = type == 7 ? 8 : 0};
    EXPECT_FALSE(ParseMetaPage(PageOf(row, encoding)).has_value()) << int{type};
  }
}

TEST(ParseMetaPage, FindsNoRowWhoseIdentityOrSecretHasAnotherSize) {
  const Meta row = SoundRow();
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
