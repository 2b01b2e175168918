#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/store/backends.h"
#include "tests/store/records.h"

namespace linkstat::store {
namespace {

class WriteConformance : public StoreConformance {};
INSTANTIATE_TEST_SUITE_P(Backends, WriteConformance, EveryBackend(), BackendName);

TEST_P(WriteConformance, CreatesARecord) {
  EXPECT_EQ(Text(store().Write({Create("a", "mail-a", "one")})), "written @1");
  EXPECT_EQ(Text(store().Get("a")), "a one (mail-a) @1");
}

TEST_P(WriteConformance, ReplacesTheValueAndKeepsTheKey) {
  const Revision created = MustWrite(store(), Create("a", "mail-a", "one"));
  Mutation update = Update("a", created, "two");
  update.key = "ignored";
  EXPECT_EQ(Text(store().Write({update})), "written @2");
  EXPECT_EQ(Text(store().Get("a")), "a two (mail-a) @2");
}

TEST_P(WriteConformance, DeletesARecord) {
  const Revision created = MustWrite(store(), Create("a", "mail-a", "one"));
  EXPECT_EQ(Text(store().Write({Delete("a", created)})), "written @2");
  EXPECT_EQ(Text(store().Get("a")), "absent");
  EXPECT_EQ(Text(store().FindByKey("mail-a")), "absent");
  EXPECT_EQ(Text(store().Scan("", 10)), "");
}

TEST_P(WriteConformance, RefusesToCreateWhatExists) {
  MustWrite(store(), Create("a", "mail-a", "one"));
  EXPECT_EQ(Text(store().Write({Create("a", "mail-b", "two")})), "conflict");
  EXPECT_EQ(Text(store().Get("a")), "a one (mail-a) @1");
  EXPECT_EQ(Text(store().FindByKey("mail-b")), "absent");
}

TEST_P(WriteConformance, AnExistingIdGoesBeforeATakenKey) {
  MustWrite(store(), Create("a", "mail-a", "one"));
  EXPECT_EQ(Text(store().Write({Create("a", "mail-a", "two")})), "conflict");
}

TEST_P(WriteConformance, RefusesAnUpdateFromAnOldRevision) {
  const Revision created = MustWrite(store(), Create("a", "mail-a", "one"));
  MustWrite(store(), Update("a", created, "two"));
  EXPECT_EQ(Text(store().Write({Update("a", created, "three")})), "conflict");
  EXPECT_EQ(Text(store().Get("a")), "a two (mail-a) @2");
}

TEST_P(WriteConformance, RefusesADeletionFromAnOldRevision) {
  const Revision created = MustWrite(store(), Create("a", "mail-a", "one"));
  MustWrite(store(), Update("a", created, "two"));
  EXPECT_EQ(Text(store().Write({Delete("a", created)})), "conflict");
  EXPECT_EQ(Text(store().Get("a")), "a two (mail-a) @2");
}

TEST_P(WriteConformance, RefusesToUpdateOrDeleteWhatIsAbsent) {
  EXPECT_EQ(Text(store().Write({Update("a", 1, "one"), Delete("a", 1)})), "conflict\nconflict");
}

TEST_P(WriteConformance, AKeyBelongsToOneRecord) {
  MustWrite(store(), Create("a", "mail-a", "one"));
  EXPECT_EQ(Text(store().Write({Create("b", "mail-a", "two")})), "key taken");
  EXPECT_EQ(Text(store().Get("b")), "absent");
}

TEST_P(WriteConformance, AKeyIsNeverUsedAgain) {
  const Revision created = MustWrite(store(), Create("a", "mail-a", "one"));
  MustWrite(store(), Delete("a", created));
  EXPECT_EQ(Text(store().Write({Create("b", "mail-a", "two"), Create("a", "mail-a", "three")})),
            "key retired\nkey retired");
}

TEST_P(WriteConformance, AnIdCanBeUsedAgainWithAnotherKey) {
  const Revision created = MustWrite(store(), Create("a", "mail-a", "one"));
  MustWrite(store(), Delete("a", created));
  EXPECT_EQ(Text(store().Write({Create("a", "mail-b", "two")})), "written @3");
  EXPECT_EQ(Text(store().Get("a")), "a two (mail-b) @3");
}

TEST_P(WriteConformance, CarriesOutSeveralMutationsInOrder) {
  EXPECT_EQ(Text(store().Write({Create("a", "mail-a", "one"), Create("b", "mail-a", "two"),
                                Update("a", 1, "three"), Update("a", 1, "four"), Delete("a", 2),
                                Create("b", "mail-b", "five")})),
            "written @1\nkey taken\nwritten @2\nconflict\nwritten @3\nwritten @4");
  EXPECT_EQ(Text(store().Scan("", 10)), "b five (mail-b) @4");
}

TEST_P(WriteConformance, ARefusedMutationTakesNoRevision) {
  MustWrite(store(), Create("a", "mail-a", "one"));
  EXPECT_EQ(Text(store().Write({Create("a", "mail-b", "two")})), "conflict");
  EXPECT_EQ(store().LastRevision().value(), 1u);
}

TEST_P(WriteConformance, NoMutationsAreAWriteOfNothing) {
  EXPECT_EQ(Text(store().Write({})), "");
  EXPECT_EQ(store().LastRevision().value(), 0u);
}

TEST_P(WriteConformance, KeepsBytesThatAreNoText) {
  const std::string id("\0\xff'", 3);
  const std::string key("\0key\xfe", 5);
  const std::string value("\0\x80;--\"", 6);
  const Revision created = MustWrite(store(), Create(id, key, value));
  const auto record = store().FindByKey(key);
  ASSERT_TRUE(record.ok() && record->has_value());
  EXPECT_EQ((*record)->id, id);
  EXPECT_EQ((*record)->key, key);
  EXPECT_EQ((*record)->value, value);
  EXPECT_EQ((*record)->revision, created);
}

TEST_P(WriteConformance, KeepsAnEmptyValue) {
  MustWrite(store(), Create("a", "mail-a", ""));
  EXPECT_EQ(Text(store().Get("a")), "a  (mail-a) @1");
}

TEST_P(WriteConformance, TakesValuesAtTheirBounds) {
  const std::string id(63, 'i');
  const std::string key(254, 'k');
  const std::string value(1 << 20, 'v');
  MustWrite(store(), Create(id, key, value));
  EXPECT_EQ(store().Get(id).value()->value, value);
  EXPECT_EQ(store().FindByKey(key).value()->id, id);
}

TEST_P(WriteConformance, TakesAsManyMutationsAsTheBound) {
  std::vector<Mutation> mutations;
  for (int i = 0; i < 10000; ++i) {
    const std::string n = std::to_string(i);
    mutations.push_back(Create(n, "mail-" + n, "value"));
  }
  EXPECT_EQ(store().Write(mutations).value().size(), 10000u);
  EXPECT_EQ(store().LastRevision().value(), 10000u);
}

TEST_P(WriteConformance, RefusesACallOutOfBoundsWhole) {
  const std::vector<Mutation> bad = {
      Create("", "key", "value"),
      Create(std::string(64, 'i'), "key", "value"),
      Create("a", "", "value"),
      Create("a", std::string(255, 'k'), "value"),
      Create("a", "key", std::string((1 << 20) + 1, 'v')),
      Delete("a", 0),
  };
  for (const Mutation& mutation : bad) {
    EXPECT_EQ(Text(store().Write({Create("good", "mail-good", "one"), mutation})),
              "INVALID_ARGUMENT");
  }
  EXPECT_EQ(Text(store().Write(std::vector<Mutation>(10001, Create("a", "key", "value")))),
            "INVALID_ARGUMENT");
  EXPECT_EQ(Text(store().Scan("", 10)), "");
}

}  // namespace
}  // namespace linkstat::store
