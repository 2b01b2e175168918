#ifndef LINKSTAT_AGENT_TELEMETRY_CALL_LOG_H_
#define LINKSTAT_AGENT_TELEMETRY_CALL_LOG_H_

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/string_view.h"
#include "agent/telemetry/log.h"
#include "agent/telemetry/metric_set.h"

namespace linkstat::telemetry {

// What the log tells of a call that has ended. A text that is empty is not told.
struct CallRecord {
  std::chrono::steady_clock::time_point end;
  std::chrono::nanoseconds took{};
  // Constants of the program.
  absl::string_view method;
  absl::string_view code;
  // These need to live only until the record is added.
  absl::string_view caller;
  absl::string_view request_id;
  absl::string_view trace_id;
  absl::string_view parent_span_id;
};

// The lines of the log that tell of calls, one for each. A call pays for a copy of
// its record and never waits for whoever reads the log: a thread makes the lines
// some milliseconds later, many together. Records that wait are lost when the process
// is killed. Thread-safe.
class CallLog {
 public:
  // Records of so many bytes wait at most, beside those that are being written;
  // further ones are lost, and counted.
  static constexpr size_t kMaxWaiting = 1 << 20;

  // Lines of `level` go to where `log`'s go, which must outlive this.
  CallLog(const Log* log, LogLevel level);

  // Writes what waits.
  ~CallLog();

  CallLog(const CallLog&) = delete;
  CallLog& operator=(const CallLog&) = delete;

  // Whether there are lines at all.
  bool Writes() const { return log_->Writes(level_); }

  // Writes a line a little later, where there are lines.
  void Add(const CallRecord& call);

  // Appends linkstat_log_lines_lost_total.
  void Collect(MetricFamilies& families) const;

 private:
  // A record and the sizes of its texts.
  struct Entry;

  // Records without their texts, and those one after another.
  struct Batch {
    size_t bytes() const;

    std::vector<Entry> entries;
    std::string texts;
  };

  void Run();
  // `lines` is where it makes them.
  void Write(const Batch& batch, std::string& lines) const;

  const Log* const log_;
  const LogLevel level_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  Batch waiting_;
  uint64_t lost_ = 0;
  bool stop_ = false;
  // The last member: it uses the others.
  std::thread thread_;
};

}  // namespace linkstat::telemetry

#endif  // LINKSTAT_AGENT_TELEMETRY_CALL_LOG_H_
