#ifndef LINKSTAT_AGENT_TELEMETRY_BATCHING_SINK_H_
#define LINKSTAT_AGENT_TELEMETRY_BATCHING_SINK_H_

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

#include "absl/strings/string_view.h"
#include "agent/telemetry/log_sink.h"
#include "agent/telemetry/metric_set.h"

namespace linkstat::telemetry {

// Writes lines some milliseconds later and together, so that a call pays little for
// its line and never waits for whoever reads them. Lines that wait are lost when the
// process is killed. Thread-safe.
class BatchingSink final : public LogSink {
 public:
  // Lines of so many bytes wait at most; further ones are lost, and counted.
  static constexpr size_t kMaxWaiting = 1 << 20;

  // `out` must outlive the sink.
  explicit BatchingSink(LogSink* out) : out_(out), thread_([this] { Run(); }) {}

  // Writes what waits.
  ~BatchingSink() override;

  void Write(absl::string_view lines) override;

  // Appends linkstat_log_lines_lost_total.
  void Collect(MetricFamilies& families) const;

 private:
  void Run();

  LogSink* const out_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::string waiting_;
  uint64_t lost_ = 0;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace linkstat::telemetry

#endif  // LINKSTAT_AGENT_TELEMETRY_BATCHING_SINK_H_
