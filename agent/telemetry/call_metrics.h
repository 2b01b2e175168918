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
#include "agent/telemetry/metric_set.h"
#include "linkstat/v1/permission_check.pb.h"
#include "prometheus/client_metric.h"

namespace linkstat::telemetry {

// The stripe that the calling thread counts in.
inline size_t ThreadStripe(size_t stripes) {
  static std::atomic<size_t> next{0};
  thread_local const size_t mine = next.fetch_add(1, std::memory_order_relaxed);
  return mine % stripes;
}

// Counters that many threads add to at the same time: each adds to a copy of its own as far
// as there are enough, so that they do not wait for one cache line. A reader sums the
// copies. As thread-safe as `Counts`.
template <typename Counts>
class Striped {
 public:
  Counts& Mine() { return stripes_[ThreadStripe(kStripes)].counts; }

  template <typename Visit>
  void ForEach(const Visit& visit) const {
    for (const Stripe& stripe : stripes_) visit(stripe.counts);
  }

 private:
  static constexpr size_t kStripes = 4;
  static constexpr size_t kCacheLine = 64;

  struct alignas(kCacheLine) Stripe {
    Counts counts{};
  };
  std::array<Stripe, kStripes> stripes_;
};

// How long things took, in buckets from 25 µs to 10 s. prometheus-cpp's own
// histogram takes a lock for each observation; this one adds to counters.
// Thread-safe.
class LatencyHistogram {
 public:
  void Observe(std::chrono::nanoseconds took);

  // The buckets so far, in seconds. What is observed meanwhile may be in a part
  // of them.
  prometheus::ClientMetric::Histogram Read() const;

 private:
  // The upper bounds of the buckets but the last, which has none.
  static constexpr std::array<int64_t, 17> kBoundsUs = {
      25,     50,     100,     250,     500,     1'000,     2'500,     5'000,     10'000,
      25'000, 50'000, 100'000, 250'000, 500'000, 1'000'000, 2'500'000, 10'000'000};

  struct Counts {
    std::array<std::atomic<uint64_t>, kBoundsUs.size() + 1> buckets{};
    std::atomic<uint64_t> nanoseconds{0};
  };

  Striped<Counts> counts_;
};

// A method whose calls are counted. The texts must outlive the metrics.
struct CountedMethod {
  // As in the proto: `linkstat.v1.LinkingService`, `CheckPermissions`.
  absl::string_view service;
  absl::string_view method;
  // How long a stream lasts is its client's choice, and only its end is counted.
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

// Checks decided: how many, by verdict, and with how many unknown names. Never which
// names.
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

#endif  // LINKSTAT_AGENT_TELEMETRY_CALL_METRICS_H_
