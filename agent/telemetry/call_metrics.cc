#include "agent/telemetry/call_metrics.h"

#include <string>
#include <utility>

#include "absl/status/status.h"

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
      "grpc_server_started_total", "Calls that came in.", MetricType::Counter, {}};
  prometheus::MetricFamily handled{"grpc_server_handled_total",
                                   "Calls that ended, by the code that the caller got.",
                                   MetricType::Counter,
                                   {}};
  prometheus::MetricFamily took{"grpc_server_handling_seconds",
                                "How long the agent took for a unary call.",
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

}  // namespace linkstat::telemetry
