#include <gtest/gtest.h>

#include "tests/store/backends.h"
#include "tests/store/records.h"

namespace linkstat::store {
namespace {

class ReadConformance : public StoreConformance {};
INSTANTIATE_TEST_SUITE_P(Backends, ReadConformance, EveryBackend(), BackendName);

TEST_P(ReadConformance, AnEmptyStoreHasNothing) {
  EXPECT_EQ(Text(store().Get("a")), "absent");
  EXPECT_EQ(Text(store().FindByKey("mail-a")), "absent");
  EXPECT_EQ(Text(store().Scan("", 10)), "");
  EXPECT_EQ(store().LastRevision().value(), 0u);
  EXPECT_EQ(Text(store().ChangesAfter(0, 10)), "complete @0");
  EXPECT_TRUE(store().Check().ok());
}

TEST_P(ReadConformance, FindsByIdAndByKey) {
  MustWrite(store(), Create("a", "mail-a", "one"));
  MustWrite(store(), Create("b", "mail-b", "two"));
  EXPECT_EQ(Text(store().Get("b")), "b two (mail-b) @2");
  EXPECT_EQ(Text(store().FindByKey("mail-a")), "a one (mail-a) @1");
}

TEST_P(ReadConformance, DoesNotTakeAKeyForAnIdOrAPrefixForTheWhole) {
  MustWrite(store(), Create("a", "mail-a", "one"));
  EXPECT_EQ(Text(store().Get("mail-a")), "absent");
  EXPECT_EQ(Text(store().FindByKey("a")), "absent");
  EXPECT_EQ(Text(store().FindByKey("mail-")), "absent");
  EXPECT_EQ(Text(store().FindByKey("MAIL-A")), "absent");
}

TEST_P(ReadConformance, ScansInByteOrderOfId) {
  for (const std::string id : {"b", "a", "B", "\xff", "aa", "10", "9"}) {
    MustWrite(store(), Create(id, "mail-" + id, "v"));
  }
  std::vector<std::string> ids;
  for (const Record& record : ScanAll(store())) ids.push_back(record.id);
  EXPECT_EQ(ids, (std::vector<std::string>{"10", "9", "B", "a", "aa", "b", "\xff"}));
}

TEST_P(ReadConformance, ScansPageByPage) {
  for (const std::string id : {"a", "b", "c"}) MustWrite(store(), Create(id, "mail-" + id, "v"));
  EXPECT_EQ(Text(store().Scan("", 2)), "a v (mail-a) @1\nb v (mail-b) @2");
  EXPECT_EQ(Text(store().Scan("b", 2)), "c v (mail-c) @3");
  EXPECT_EQ(Text(store().Scan("c", 2)), "");
}

TEST_P(ReadConformance, ScansOnFromAnIdThatIsNotThere) {
  for (const std::string id : {"a", "c"}) MustWrite(store(), Create(id, "mail-" + id, "v"));
  EXPECT_EQ(Text(store().Scan("b", 2)), "c v (mail-c) @2");
}

TEST_P(ReadConformance, RefusesAPageOutOfBounds) {
  for (const int limit : {-1, 0, 10001}) {
    EXPECT_EQ(Text(store().Scan("", limit)), "INVALID_ARGUMENT") << limit;
    EXPECT_EQ(Text(store().ChangesAfter(0, limit)), "INVALID_ARGUMENT") << limit;
  }
  EXPECT_EQ(Text(store().Scan("", 10000)), "");
}

}  // namespace
}  // namespace linkstat::store
