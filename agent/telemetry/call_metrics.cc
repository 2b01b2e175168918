#include "agent/telemetry/call_metrics.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/strip.h"

namespace linkstat::telemetry {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricType;

std::vector<ClientMetric::Label> Labels(const CountedMethod& method) {
  return {{"grpc_type", method.streaming ? "stream" : "unary"},
          {"grpc_service", std::string(method.service)},
          {"grpc_method", std::string(method.method)}};
}

}  // namespace

void LatencyHistogram::Observe(std::chrono::nanoseconds took) {
  const auto bound = std::find_if(kBoundsUs.begin(), kBoundsUs.end(), [took](int64_t us) {
    return took <= std::chrono::microseconds(us);
  });
  Counts& counts = counts_.Mine();
  counts.buckets[static_cast<size_t>(bound - kBoundsUs.begin())].fetch_add(
      1, std::memory_order_relaxed);
  counts.nanoseconds.fetch_add(static_cast<uint64_t>(std::max<int64_t>(took.count(), 0)),
                               std::memory_order_relaxed);
}

prometheus::ClientMetric::Histogram LatencyHistogram::Read() const {
  std::array<uint64_t, kBoundsUs.size() + 1> sums{};
  uint64_t nanoseconds = 0;
  counts_.ForEach([&](const Counts& counts) {
    for (size_t i = 0; i < sums.size(); ++i) {
      sums[i] += counts.buckets[i].load(std::memory_order_relaxed);
    }
    nanoseconds += counts.nanoseconds.load(std::memory_order_relaxed);
  });
  prometheus::ClientMetric::Histogram histogram;
  for (size_t i = 0; i < sums.size(); ++i) {
    histogram.sample_count += sums[i];
    const double bound = i < kBoundsUs.size() ? static_cast<double>(kBoundsUs[i]) / 1e6
                                              : std::numeric_limits<double>::infinity();
    histogram.bucket.push_back({histogram.sample_count, bound});
  }
  histogram.sample_sum = static_cast<double>(nanoseconds) / 1e9;
  return histogram;
}

CallMetrics::CallMetrics(const std::vector<CountedMethod>& methods) {
  for (const CountedMethod& method : methods) {
    entries_.push_back(std::make_unique<Entry>());
    entries_.back()->method = method;
  }
}

void CallMetrics::Began(size_t method) {
  entries_[method]->counts.Mine().started.fetch_add(1, std::memory_order_relaxed);
}

void CallMetrics::Ended(size_t method, int code, std::chrono::nanoseconds took) {
  Entry& entry = *entries_[method];
  entry.counts.Mine().handled[static_cast<size_t>(code)].fetch_add(1, std::memory_order_relaxed);
  if (!entry.method.streaming) entry.took.Observe(took);
}

void CallMetrics::Collect(MetricFamilies& families) const {
  prometheus::MetricFamily started{
      "grpc_server_started_total", "Calls that began.", MetricType::Counter, {}};
  prometheus::MetricFamily handled{
      "grpc_server_handled_total", "Calls that ended, by status code.", MetricType::Counter, {}};
  prometheus::MetricFamily took{"grpc_server_handling_seconds",
                                "Time from the begin to the end of a unary call, in seconds.",
                                MetricType::Histogram,
                                {}};
  for (const auto& entry : entries_) {
    uint64_t begun = 0;
    static_assert(kCodes == static_cast<size_t>(absl::StatusCode::kUnauthenticated) + 1);
    std::array<uint64_t, kCodes> ended{};
    entry->counts.ForEach([&](const Counts& counts) {
      begun += counts.started.load(std::memory_order_relaxed);
      for (size_t code = 0; code < kCodes; ++code) {
        ended[code] += counts.handled[code].load(std::memory_order_relaxed);
      }
    });
    if (begun == 0) continue;
    ClientMetric& metric = started.metric.emplace_back();
    metric.label = Labels(entry->method);
    metric.counter.value = static_cast<double>(begun);
    for (size_t code = 0; code < kCodes; ++code) {
      if (ended[code] == 0) continue;
      ClientMetric& by_code = handled.metric.emplace_back();
      by_code.label = Labels(entry->method);
      by_code.label.push_back(
          {"grpc_code", absl::StatusCodeToString(static_cast<absl::StatusCode>(code))});
      by_code.counter.value = static_cast<double>(ended[code]);
    }
    if (entry->method.streaming) continue;
    ClientMetric& histogram = took.metric.emplace_back();
    histogram.label = Labels(entry->method);
    histogram.histogram = entry->took.Read();
  }
  families.push_back(std::move(started));
  families.push_back(std::move(handled));
  families.push_back(std::move(took));
}

void DecisionMetrics::Add(const DecisionCounts& counts) {
  Totals& totals = totals_.Mine();
  for (size_t i = 0; i < counts.verdicts.size(); ++i) {
    if (counts.verdicts[i] != 0) {
      totals.verdicts[i].fetch_add(counts.verdicts[i], std::memory_order_relaxed);
    }
  }
  if (counts.unrecognized_names != 0) {
    totals.unrecognized_names.fetch_add(counts.unrecognized_names, std::memory_order_relaxed);
  }
}

void DecisionMetrics::Collect(MetricFamilies& families) const {
  std::array<uint64_t, v1::Verdict_ARRAYSIZE> verdicts{};
  uint64_t unrecognized = 0;
  totals_.ForEach([&](const Totals& totals) {
    for (size_t i = 0; i < verdicts.size(); ++i) {
      verdicts[i] += totals.verdicts[i].load(std::memory_order_relaxed);
    }
    unrecognized += totals.unrecognized_names.load(std::memory_order_relaxed);
  });
  prometheus::MetricFamily& checks = AddFamily(
      "linkstat_checks_total", "Checks of permissions and of service accounts, by verdict.",
      prometheus::MetricType::Counter, families);
  for (int i = v1::VERDICT_UNSPECIFIED + 1; i < v1::Verdict_ARRAYSIZE; ++i) {
    const std::string name(
        absl::StripPrefix(v1::Verdict_Name(static_cast<v1::Verdict>(i)), "VERDICT_"));
    AddLabelled(checks, "verdict", name).counter.value =
        static_cast<double>(verdicts[static_cast<size_t>(i)]);
  }
  AddCounter("linkstat_unrecognized_names_total", "Names in checks that are not in the catalog.",
             static_cast<double>(unrecognized), families);
}

}  // namespace linkstat::telemetry
