#ifndef LINKSTAT_AGENT_TELEMETRY_CALL_METRICS_H_
#define LINKSTAT_AGENT_TELEMETRY_CALL_METRICS_H_

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "absl/strings/string_view.h"
#include "agent/telemetry/latency_histogram.h"
#include "agent/telemetry/metric_set.h"

namespace linkstat::telemetry {

// A method whose calls are counted. The texts must outlive the metrics.
struct CountedMethod {
  // As in the proto: `linkstat.v1.LinkingService`, `CheckPermissions`.
  absl::string_view service;
  absl::string_view method;
  // A stream's time is the client's affair, and only its end is counted.
  bool streaming = false;
};

// Rate, errors and duration of calls, by the names that gRPC's Prometheus
// libraries use. Thread-safe.
class CallMetrics {
 public:
  explicit CallMetrics(const std::vector<CountedMethod>& methods);

  // `method` is its place in the list.
  void Began(size_t method);
  // `code` is gRPC's, 0 to 16.
  void Ended(size_t method, int code, std::chrono::nanoseconds took);

  // Appends grpc_server_started_total, grpc_server_handled_total and
  // grpc_server_handling_seconds. What never happened is left out.
  void Collect(MetricFamilies& families) const;

 private:
  static constexpr size_t kCodes = 17;

  struct Counts {
    std::atomic<uint64_t> started{0};
    std::array<std::atomic<uint64_t>, kCodes> handled{};
  };
  struct Entry {
    CountedMethod method;
    Striped<Counts> counts;
    LatencyHistogram took;
  };

  std::vector<std::unique_ptr<Entry>> entries_;
};

}  // namespace linkstat::telemetry

#endif  // LINKSTAT_AGENT_TELEMETRY_CALL_METRICS_H_
