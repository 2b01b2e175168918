#include <gtest/gtest.h>

#include "tests/store/backends.h"
#include "tests/store/records.h"

namespace linkstat::store {
namespace {

class ReopenConformance : public StoreConformance {};
INSTANTIATE_TEST_SUITE_P(Backends, ReopenConformance, BackendsThatOutliveTheProcess(), BackendName);

TEST_P(ReopenConformance, KeepsWhatIsAcknowledgedAcrossAReopen) {
  MustWrite(store(), Create("a", "mail-a", "one"));
  MustWrite(store(), Create("b", "mail-b", "two"));
  MustWrite(store(), Delete("a", 1));
  Reopen();
  EXPECT_EQ(Text(store().Scan("", 10)), "b two (mail-b) @2");
  EXPECT_EQ(Text(store().Write({Create("c", "mail-a", "three")})), "key retired");
  EXPECT_EQ(Text(store().Write({Create("c", "mail-c", "three")})), "written @4");
}

TEST_P(ReopenConformance, TheIdentityStays) {
  const std::string identity(store().identity());
  Reopen();
  EXPECT_EQ(store().identity(), identity);
}

TEST_P(ReopenConformance, DerivedKeysStay) {
  const std::string key = store().DeriveKey("purpose");
  MustWrite(store(), Create("a", "mail-a", "one"));
  Reopen();
  EXPECT_EQ(store().DeriveKey("purpose"), key);
}

TEST_P(ReopenConformance, TheFeedGoesOnAcrossAReopen) {
  MustWrite(store(), Create("a", "mail-a", "one"));
  MustWrite(store(), Create("b", "mail-b", "two"));
  MustWrite(store(), Delete("a", 1));
  Reopen();
  EXPECT_EQ(Text(store().ChangesAfter(1, 10)), "b two (mail-b) @2\na deleted @3\ncomplete @3");
}

}  // namespace
}  // namespace linkstat::store
