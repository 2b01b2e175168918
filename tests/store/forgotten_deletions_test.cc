#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "agent/store/memory_store.h"
#include "agent/store/sqlite_meta.h"
#include "agent/store/sqlite_store.h"
#include "tests/store/records.h"
#include "tests/support/temporary_folder.h"

// The change feed keeps a deletion until a million writes have followed it.
namespace linkstat::store {
namespace {

constexpr Revision kDeletion = 2;
constexpr Revision kForgets = kDeletion + 1'000'000;

// A deletion at kDeletion and a record "b" after it.
void DeleteOne(Store& store) {
  MustWrite(store, Create("a", "mail-a", "one"));
  ASSERT_EQ(MustWrite(store, Delete("a", 1)), kDeletion);
  MustWrite(store, Create("b", "mail-b", ""));
}

// Updates "b" until the last revision is `last`.
void WriteUpTo(Store& store, Revision last) {
  Revision now = store.LastRevision().value();
  while (now < last) {
    std::vector<Mutation> updates;
    for (; now < last && updates.size() < 10'000; ++now) updates.push_back(Update("b", now, ""));
    ASSERT_TRUE(store.Write(updates).ok());
  }
}

// With kForgets - 3 as its last revision. A deletion as the last write but one: a file forgets
// nothing while it has nothing to purge.
void ExpectForgetsInTwoMoreWrites(Store& store) {
  MustWrite(store, Create("c", "mail-c", ""));
  ASSERT_EQ(MustWrite(store, Delete("c", kForgets - 2)), kForgets - 1);
  EXPECT_EQ(Text(store.ChangesAfter(kDeletion - 1, 1)), "a deleted @2\nmore @2");
  MustWrite(store, Update("b", kForgets - 3, ""));
  EXPECT_EQ(Text(store.ChangesAfter(kDeletion - 1, 10)), "OUT_OF_RANGE");
  EXPECT_EQ(Text(store.ChangesAfter(kDeletion, 10)),
            "c deleted @1000001\nb  (mail-b) @1000002\ncomplete @1000002");
}

TEST(ForgottenDeletions, OfAStoreInMemory) {
  const auto store = MemoryStore::Create().value();
  DeleteOne(*store);
  WriteUpTo(*store, kForgets - 3);
  ExpectForgetsInTwoMoreWrites(*store);
}

// As if it had written a million records.
void SkipRevisions(const std::string& path, Revision last) {
  Connection connection = Connection::Open(path, Connection::Mode::kReadWrite).value();
  Meta meta = ReadMeta(connection).value();
  meta.last_revision = last;
  ASSERT_TRUE(UpdateMeta(connection, meta).ok());
}

TEST(ForgottenDeletions, OfAStoreInAFile) {
  const test::TemporaryFolder folder;
  const std::string path = folder.File("store.db");
  DeleteOne(*SqliteStore::Open(path).value());
  SkipRevisions(path, kForgets - 4);
  auto store = SqliteStore::Open(path).value();
  ASSERT_EQ(MustWrite(*store, Update("b", 3, "")), kForgets - 3);
  ExpectForgetsInTwoMoreWrites(*store);
  store.reset();
  store = SqliteStore::Open(path).value();
  EXPECT_EQ(Text(store->ChangesAfter(kDeletion - 1, 10)), "OUT_OF_RANGE");
}

}  // namespace
}  // namespace linkstat::store
