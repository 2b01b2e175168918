#ifndef LINKSTAT_AGENT_TELEMETRY_CALL_LOG_H_
#define LINKSTAT_AGENT_TELEMETRY_CALL_LOG_H_

#include <chrono>
#include <cstddef>
#include <memory>

#include "absl/strings/string_view.h"
#include "agent/telemetry/log.h"
#include "agent/telemetry/log_writer.h"

namespace linkstat::telemetry {

// What the log reports of a call that has ended. An empty text is left out.
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

// The lines of the log on calls, one for each. A call pays for a copy of its record and
// never waits for the log's reader: the thread of the writer makes the lines some
// milliseconds later, many together. Records that wait are lost when the
// process is killed. Thread-safe.
class CallLog {
 public:
  // The most bytes of records that wait, without those that are being written; further
  // ones are lost, and counted by the writer.
  static constexpr size_t kMaxWaiting = 1 << 20;

  // Lines have `level` and the style of `log`, and are written by `writer`. The writer and the
  // log's clock must outlive this object, and live as long as the writer's thread.
  CallLog(const Log* log, LogLevel level, LogWriter* writer);

  // Does not wait: the writer writes what is left.
  ~CallLog() = default;

  CallLog(const CallLog&) = delete;
  CallLog& operator=(const CallLog&) = delete;

  // Whether there are lines at all.
  bool Writes() const { return writes_; }

  // Writes a line a little later, where there are lines.
  void Add(const CallRecord& call);

 private:
  class Records;

  const bool writes_;
  LogWriter* const writer_;
  // Shared with the writer.
  const std::shared_ptr<Records> records_;
};

}  // namespace linkstat::telemetry

#endif  // LINKSTAT_AGENT_TELEMETRY_CALL_LOG_H_
