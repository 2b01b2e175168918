#include "agent/telemetry/process_metrics.h"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

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

void CollectProcess(MetricFamilies& families) {
  CollectUsage(families);
  CollectMemory(families);
  CollectDescriptors(families);
}

}  // namespace linkstat::telemetry
