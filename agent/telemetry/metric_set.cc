#include "agent/telemetry/metric_set.h"

#include <sstream>

#include "prometheus/text_serializer.h"

namespace linkstat::telemetry {

MetricFamilies MetricSet::Collect() const {
  MetricFamilies families;
  for (const Source& source : sources_) source(families);
  return families;
}

std::string MetricSet::Text() const {
  std::ostringstream out;
  prometheus::TextSerializer().Serialize(out, Collect());
  return out.str();
}

void AddGauge(std::string name, std::string help, double value, MetricFamilies& families) {
  AddFamily(std::move(name), std::move(help), prometheus::MetricType::Gauge, families)
      .metric.emplace_back()
      .gauge.value = value;
}

void AddCounter(std::string name, std::string help, double value, MetricFamilies& families) {
  AddFamily(std::move(name), std::move(help), prometheus::MetricType::Counter, families)
      .metric.emplace_back()
      .counter.value = value;
}

prometheus::MetricFamily& AddFamily(std::string name, std::string help, prometheus::MetricType type,
                                    MetricFamilies& families) {
  return families.emplace_back(
      prometheus::MetricFamily{std::move(name), std::move(help), type, {}});
}

prometheus::ClientMetric& AddLabelled(prometheus::MetricFamily& family, std::string label,
                                      std::string text) {
  prometheus::ClientMetric& metric = family.metric.emplace_back();
  metric.label.push_back({std::move(label), std::move(text)});
  return metric;
}

}  // namespace linkstat::telemetry
