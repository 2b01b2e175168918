#ifndef LINKSTAT_AGENT_TELEMETRY_METRIC_SET_H_
#define LINKSTAT_AGENT_TELEMETRY_METRIC_SET_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "prometheus/collectable.h"
#include "prometheus/metric_family.h"

namespace linkstat::telemetry {

using MetricFamilies = std::vector<prometheus::MetricFamily>;

// Every metric of the process. Sources are called when the metrics are read, so that no
// value is kept twice.
class MetricSet final : public prometheus::Collectable {
 public:
  // Appends families of its own names. Called from any thread.
  using Source = std::function<void(MetricFamilies&)>;

  // To be called before the set is read; what `source` refers to must outlive
  // the set.
  void Add(Source source) { sources_.push_back(std::move(source)); }

  // Thread-safe.
  MetricFamilies Collect() const override;

  // As Prometheus reads it. Thread-safe.
  std::string Text() const;

 private:
  std::vector<Source> sources_;
};

// Appends a metric of one value, or of several that differ in one label.
void AddGauge(std::string name, std::string help, double value, MetricFamilies& families);
void AddCounter(std::string name, std::string help, double value, MetricFamilies& families);
prometheus::MetricFamily& AddFamily(std::string name, std::string help, prometheus::MetricType type,
                                    MetricFamilies& families);
prometheus::ClientMetric& AddLabelled(prometheus::MetricFamily& family, std::string label,
                                      std::string text);

// Appends the metrics that Prometheus expects of every process: CPU time, memory and
// descriptors. What the system does not report is left out.
// Thread-safe.
void CollectProcess(MetricFamilies& families);

}  // namespace linkstat::telemetry

#endif  // LINKSTAT_AGENT_TELEMETRY_METRIC_SET_H_
