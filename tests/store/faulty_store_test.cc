#include "tests/support/faulty_store.h"

#include <gtest/gtest.h>

#include "agent/store/memory_store.h"
#include "tests/store/records.h"

namespace linkstat::test {
namespace {

using store::Create;
using store::MemoryStore;
using store::Text;

TEST(FaultyStore, FailsTheCallsItIsTold) {
  FaultyStore store(MemoryStore::Create().value());
  store.FailCalls(2, absl::UnavailableError("gone"), 2);
  EXPECT_EQ(Text(store.Get("a")), "absent");
  EXPECT_EQ(Text(store.Get("a")), "UNAVAILABLE");
  EXPECT_EQ(Text(store.Scan("", 1)), "UNAVAILABLE");
  EXPECT_EQ(Text(store.Get("a")), "absent");
  EXPECT_EQ(store.calls(), 4);
}

TEST(FaultyStore, KeepsAFailedWriteFromTheStore) {
  FaultyStore store(MemoryStore::Create().value());
  store.FailCalls(1, absl::UnavailableError("gone"));
  EXPECT_EQ(Text(store.Write({Create("a", "mail-a", "one")})), "UNAVAILABLE");
  EXPECT_EQ(Text(store.Get("a")), "absent");
}

TEST(FaultyStore, LosesAnAcknowledgement) {
  FaultyStore store(MemoryStore::Create().value());
  store.FailCalls(1, absl::UnavailableError("gone"), 1, FaultyStore::FailedWrite::kDone);
  EXPECT_EQ(Text(store.Write({Create("a", "mail-a", "one")})), "UNAVAILABLE");
  EXPECT_EQ(Text(store.Get("a")), "a one (mail-a) @1");
}

TEST(FaultyStore, HealsWhenTold) {
  FaultyStore store(MemoryStore::Create().value());
  store.FailCalls(1, absl::UnavailableError("gone"), 1000);
  EXPECT_EQ(Text(store.Get("a")), "UNAVAILABLE");
  store.Heal();
  EXPECT_EQ(Text(store.Get("a")), "absent");
}

}  // namespace
}  // namespace linkstat::test
