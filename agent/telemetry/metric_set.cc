#include "agent/telemetry/metric_set.h"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "prometheus/text_serializer.h"

namespace linkstat::telemetry {
namespace {

double Seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

void CollectUsage(MetricFamilies& families) {
  rusage usage;
  if (getrusage(RUSAGE_SELF, &usage) != 0) return;
  AddCounter("process_cpu_seconds_total", "User and system CPU time spent in seconds.",
             Seconds(usage.ru_utime) + Seconds(usage.ru_stime), families);
}

// /proc/self/statm: total and resident size, in pages.
void CollectMemory(MetricFamilies& families) {
  std::ifstream file("/proc/self/statm");
  double total = 0, resident = 0;
  if (!(file >> total >> resident)) return;
  const auto page = static_cast<double>(sysconf(_SC_PAGESIZE));
  AddGauge("process_virtual_memory_bytes", "Virtual memory size in bytes.", total * page, families);
  AddGauge("process_resident_memory_bytes", "Resident memory size in bytes.", resident * page,
           families);
}

void CollectDescriptors(MetricFamilies& families) {
  std::error_code error;
  const std::filesystem::directory_iterator open("/proc/self/fd", error);
  if (!error) {
    // The one that lists them is not counted.
    AddGauge("process_open_fds", "Number of open file descriptors.",
             static_cast<double>(std::distance(open, {}) - 1), families);
  }
  rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    AddGauge("process_max_fds", "Maximum number of open file descriptors.",
             static_cast<double>(limit.rlim_cur), families);
  }
}

}  // namespace

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

void CollectProcess(MetricFamilies& families) {
  CollectUsage(families);
  CollectMemory(families);
  CollectDescriptors(families);
}

}  // namespace linkstat::telemetry
