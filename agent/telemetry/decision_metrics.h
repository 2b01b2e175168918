#ifndef LINKSTAT_AGENT_TELEMETRY_DECISION_METRICS_H_
#define LINKSTAT_AGENT_TELEMETRY_DECISION_METRICS_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "agent/telemetry/metric_set.h"
#include "agent/telemetry/striped.h"
#include "linkstat/v1/permission_check.pb.h"

namespace linkstat::telemetry {

// Checks decided: how many, by verdict, and with how many names that meant
// nothing. Never which names.
struct DecisionCounts {
  std::array<uint32_t, v1::Verdict_ARRAYSIZE> verdicts{};
  uint32_t unrecognized_names = 0;

  void Add(v1::Verdict verdict, int unrecognized) {
    ++verdicts[static_cast<size_t>(verdict)];
    unrecognized_names += static_cast<uint32_t>(unrecognized);
  }

  void Add(const DecisionCounts& other) {
    for (size_t i = 0; i < verdicts.size(); ++i) verdicts[i] += other.verdicts[i];
    unrecognized_names += other.unrecognized_names;
  }
};

// The checks decided since the start. Thread-safe.
class DecisionMetrics {
 public:
  void Add(const DecisionCounts& counts);

  // Appends linkstat_checks_total and linkstat_unrecognized_names_total.
  void Collect(MetricFamilies& families) const;

 private:
  struct Totals {
    std::array<std::atomic<uint64_t>, v1::Verdict_ARRAYSIZE> verdicts{};
    std::atomic<uint64_t> unrecognized_names{0};
  };
  Striped<Totals> totals_;
};

}  // namespace linkstat::telemetry

#endif  // LINKSTAT_AGENT_TELEMETRY_DECISION_METRICS_H_
