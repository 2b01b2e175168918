#include "agent/app/timed_store.h"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace linkstat::app {
namespace {

constexpr const char* kNames[] = {"write",         "get",           "find_by_key", "scan",
                                  "last_revision", "changes_after", "check"};
static_assert(std::size(kNames) == StoreMetrics::kCount);

const absl::Status& StatusOf(const absl::Status& status) { return status; }
template <typename T>
const absl::Status& StatusOf(const absl::StatusOr<T>& result) {
  return result.status();
}

class TimedStore final : public store::Store {
 public:
  TimedStore(std::unique_ptr<Store> inner, StoreMetrics* metrics)
      : inner_(std::move(inner)), metrics_(metrics) {}

  absl::string_view identity() const override { return inner_->identity(); }
  std::string DeriveKey(absl::string_view purpose) const override {
    return inner_->DeriveKey(purpose);
  }

  absl::StatusOr<std::vector<store::WriteResult>> Write(
      absl::Span<const store::Mutation> mutations) override {
    return Timed(StoreMetrics::kWrite, [&] { return inner_->Write(mutations); });
  }
  absl::StatusOr<std::optional<store::Record>> Get(absl::string_view id) override {
    return Timed(StoreMetrics::kGet, [&] { return inner_->Get(id); });
  }
  absl::StatusOr<std::optional<store::Record>> FindByKey(absl::string_view key) override {
    return Timed(StoreMetrics::kFindByKey, [&] { return inner_->FindByKey(key); });
  }
  absl::StatusOr<std::vector<store::Record>> Scan(absl::string_view after, int limit) override {
    return Timed(StoreMetrics::kScan, [&] { return inner_->Scan(after, limit); });
  }
  absl::StatusOr<store::Revision> LastRevision() override {
    return Timed(StoreMetrics::kLastRevision, [&] { return inner_->LastRevision(); });
  }
  absl::StatusOr<store::ChangePage> ChangesAfter(store::Revision after, int limit) override {
    return Timed(StoreMetrics::kChangesAfter, [&] { return inner_->ChangesAfter(after, limit); });
  }
  void OnWrite(std::function<void()> written) override { inner_->OnWrite(std::move(written)); }
  absl::Status Check() override {
    return Timed(StoreMetrics::kCheck, [&] { return inner_->Check(); });
  }

 private:
  template <typename Call>
  auto Timed(StoreMetrics::Operation operation, const Call& call) -> decltype(call()) {
    const auto begin = std::chrono::steady_clock::now();
    auto result = call();
    metrics_->Ended(operation, StatusOf(result).ok(), std::chrono::steady_clock::now() - begin);
    return result;
  }

  const std::unique_ptr<Store> inner_;
  StoreMetrics* const metrics_;
};

}  // namespace

void StoreMetrics::Ended(Operation operation, bool ok, std::chrono::nanoseconds took) {
  took_[operation].Observe(took);
  if (!ok) failed_[operation].fetch_add(1, std::memory_order_relaxed);
}

void StoreMetrics::FilesSeen(const store::FileLook& look) {
  file_replaced_ = look.fault != store::FileFault::kNone;
  log_bytes_ = look.log_bytes;
}

void StoreMetrics::Collect(telemetry::MetricFamilies& families) const {
  using telemetry::AddLabelled;
  prometheus::MetricFamily took{"linkstat_store_operation_seconds",
                                "How long the store took, by operation.",
                                prometheus::MetricType::Histogram,
                                {}};
  prometheus::MetricFamily failed{"linkstat_store_operation_failures_total",
                                  "Operations that the store failed to carry out.",
                                  prometheus::MetricType::Counter,
                                  {}};
  for (size_t i = 0; i < kCount; ++i) {
    AddLabelled(took, "operation", kNames[i]).histogram = took_[i].Read();
    AddLabelled(failed, "operation", kNames[i]).counter.value =
        static_cast<double>(failed_[i].load(std::memory_order_relaxed));
  }
  families.push_back(std::move(took));
  families.push_back(std::move(failed));
  const int64_t log_bytes = log_bytes_;
  if (log_bytes < 0) return;
  telemetry::AddGauge("linkstat_store_file_replaced",
                      "1 while the store's path does not name the files that are open.",
                      file_replaced_ ? 1 : 0, families);
  telemetry::AddGauge("linkstat_store_wal_bytes", "The size of the store's write-ahead log.",
                      static_cast<double>(log_bytes), families);
}

std::unique_ptr<store::Store> MeasureStore(std::unique_ptr<store::Store> store,
                                           StoreMetrics* metrics) {
  return std::make_unique<TimedStore>(std::move(store), metrics);
}

}  // namespace linkstat::app
