#include "agent/app/timed_store.h"

#include <gtest/gtest.h>

#include <future>

#include "agent/store/memory_store.h"
#include "tests/support/faulty_store.h"
#include "tests/support/metric_text.h"

namespace linkstat::app {
namespace {

std::string Lines(const StoreMetrics& metrics, const std::string& prefix) {
  telemetry::MetricSet set;
  set.Add([&metrics](telemetry::MetricFamilies& families) { metrics.Collect(families); });
  return test::MetricLines(set.Text(), prefix);
}

std::string CountOf(const char* operation) {
  return std::string("linkstat_store_operation_seconds_count{operation=\"") + operation + "\"}";
}

std::unique_ptr<store::Store> EmptyStore() { return store::MemoryStore::Create().value(); }

TEST(TimedStore, MeasuresEveryOperation) {
  StoreMetrics metrics;
  const auto store = MeasureStore(EmptyStore(), &metrics);
  ASSERT_TRUE(store->Write({}).ok());
  ASSERT_TRUE(store->Get("a").ok());
  ASSERT_TRUE(store->FindByKey("a").ok());
  ASSERT_TRUE(store->Scan("", 1).ok());
  ASSERT_TRUE(store->LastRevision().ok());
  ASSERT_TRUE(store->ChangesAfter(0, 1).ok());
  ASSERT_TRUE(store->Check().ok());
  for (const char* operation :
       {"write", "get", "find_by_key", "scan", "last_revision", "changes_after", "check"}) {
    EXPECT_EQ(Lines(metrics, CountOf(operation)), CountOf(operation) + " 1\n");
  }
}

TEST(TimedStore, CountsFailures) {
  StoreMetrics metrics;
  auto inner = std::make_unique<test::FaultyStore>(EmptyStore());
  inner->FailCalls(1, absl::UnavailableError("full"));
  const auto store = MeasureStore(std::move(inner), &metrics);
  EXPECT_EQ(store->Get("a").status(), absl::UnavailableError("full"));
  EXPECT_TRUE(store->Get("a").ok());
  const std::string failures = "linkstat_store_operation_failures_total{operation=\"get\"}";
  EXPECT_EQ(Lines(metrics, failures), failures + " 1\n");
}

TEST(StoreMetrics, HasNoFilesOfAStoreWithoutThem) {
  EXPECT_EQ(Lines(StoreMetrics(), "linkstat_store_wal_bytes"), "");
  EXPECT_EQ(Lines(StoreMetrics(), "linkstat_store_file_replaced"), "");
}

TEST(StoreMetrics, ShowTheNewestCheckOfTheFiles) {
  StoreMetrics metrics;
  metrics.FilesSeen({store::FileFault::kLog, 7});
  EXPECT_EQ(Lines(metrics, "linkstat_store_file_replaced"), "linkstat_store_file_replaced 1\n");
  metrics.FilesSeen({store::FileFault::kNone, 4096});
  EXPECT_EQ(Lines(metrics, "linkstat_store_file_replaced"), "linkstat_store_file_replaced 0\n");
  EXPECT_EQ(Lines(metrics, "linkstat_store_wal_bytes"), "linkstat_store_wal_bytes 4096\n");
}

TEST(TimedStore, PassesOnTheResultsOfTheStore) {
  StoreMetrics metrics;
  auto inner = EmptyStore();
  const std::string identity(inner->identity());
  const std::string key = inner->DeriveKey("purpose");
  const auto store = MeasureStore(std::move(inner), &metrics);
  EXPECT_EQ(store->identity(), identity);
  EXPECT_EQ(store->DeriveKey("purpose"), key);
  std::promise<void> told;
  store->OnWrite([&told] { told.set_value(); });
  store::Mutation creation;
  creation.id = "a";
  creation.key = "k";
  creation.value = "v";
  ASSERT_TRUE(store->Write({&creation, 1}).ok());
  EXPECT_EQ((*store->Get("a"))->value, "v");
  told.get_future().get();
  store->OnWrite(nullptr);
}

}  // namespace
}  // namespace linkstat::app
