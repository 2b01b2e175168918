#include "agent/telemetry/decision_metrics.h"

#include <string>

#include "absl/strings/strip.h"

namespace linkstat::telemetry {

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
  AddCounter("linkstat_unrecognized_names_total", "Names in checks that the catalog does not know.",
             static_cast<double>(unrecognized), families);
}

}  // namespace linkstat::telemetry
