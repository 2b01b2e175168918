#include <gtest/gtest.h>

#include "tests/store/backends.h"
#include "tests/store/records.h"

namespace linkstat::store {
namespace {

class ChangesConformance : public StoreConformance {};
INSTANTIATE_TEST_SUITE_P(Backends, ChangesConformance, EveryBackend(), BackendName);

TEST_P(ChangesConformance, TellsWritesInOrder) {
  MustWrite(store(), Create("b", "mail-b", "one"));
  MustWrite(store(), Create("a", "mail-a", "two"));
  EXPECT_EQ(Text(store().ChangesAfter(0, 10)), "b one (mail-b) @1\na two (mail-a) @2\ncomplete @2");
}

TEST_P(ChangesConformance, TellsOnlyWhatCameAfter) {
  MustWrite(store(), Create("a", "mail-a", "one"));
  MustWrite(store(), Create("b", "mail-b", "two"));
  EXPECT_EQ(Text(store().ChangesAfter(1, 10)), "b two (mail-b) @2\ncomplete @2");
  EXPECT_EQ(Text(store().ChangesAfter(2, 10)), "complete @2");
}

TEST_P(ChangesConformance, TheLastWriteStandsForAllOfARecord) {
  MustWrite(store(), Create("a", "mail-a", "one"));
  MustWrite(store(), Create("b", "mail-b", "two"));
  MustWrite(store(), Update("a", 1, "three"));
  EXPECT_EQ(Text(store().ChangesAfter(0, 10)),
            "b two (mail-b) @2\na three (mail-a) @3\ncomplete @3");
}

TEST_P(ChangesConformance, TellsADeletion) {
  MustWrite(store(), Create("a", "mail-a", "one"));
  MustWrite(store(), Delete("a", 1));
  EXPECT_EQ(Text(store().ChangesAfter(0, 10)), "a deleted @2\ncomplete @2");
  EXPECT_EQ(Text(store().ChangesAfter(1, 10)), "a deleted @2\ncomplete @2");
}

TEST_P(ChangesConformance, TellsARecordThatCameBackOnce) {
  MustWrite(store(), Create("a", "mail-a", "one"));
  MustWrite(store(), Delete("a", 1));
  MustWrite(store(), Create("a", "mail-b", "two"));
  EXPECT_EQ(Text(store().ChangesAfter(0, 10)), "a two (mail-b) @3\ncomplete @3");
}

TEST_P(ChangesConformance, TellsThemPageByPage) {
  MustWrite(store(), Create("a", "mail-a", "one"));
  MustWrite(store(), Create("b", "mail-b", "two"));
  MustWrite(store(), Delete("a", 1));
  MustWrite(store(), Create("c", "mail-c", "three"));
  EXPECT_EQ(Text(store().ChangesAfter(0, 2)), "b two (mail-b) @2\na deleted @3\nmore @3");
  EXPECT_EQ(Text(store().ChangesAfter(3, 2)), "c three (mail-c) @4\ncomplete @4");
}

TEST_P(ChangesConformance, APageThatIsJustFullIsComplete) {
  MustWrite(store(), Create("a", "mail-a", "one"));
  MustWrite(store(), Create("b", "mail-b", "two"));
  EXPECT_EQ(Text(store().ChangesAfter(0, 2)), "a one (mail-a) @1\nb two (mail-b) @2\ncomplete @2");
}

TEST_P(ChangesConformance, KnowsNothingOfTheFuture) {
  MustWrite(store(), Create("a", "mail-a", "one"));
  EXPECT_EQ(Text(store().ChangesAfter(2, 10)), "OUT_OF_RANGE");
}

TEST_P(ChangesConformance, EveryStoreHasAnIdentityOfItsOwn) {
  const std::string identity(store().identity());
  EXPECT_EQ(identity.size(), kIdentityBytes);
  StartAnew();
  EXPECT_NE(store().identity(), identity);
}

TEST_P(ChangesConformance, EveryStoreAndPurposeHasAKeyOfItsOwn) {
  const std::string key = store().DeriveKey("one");
  EXPECT_EQ(key.size(), 32u);
  EXPECT_EQ(store().DeriveKey("one"), key);
  EXPECT_NE(store().DeriveKey("two"), key);
  StartAnew();
  EXPECT_NE(store().DeriveKey("one"), key);
}

}  // namespace
}  // namespace linkstat::store
