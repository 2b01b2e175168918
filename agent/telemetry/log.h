#ifndef LINKSTAT_AGENT_TELEMETRY_LOG_H_
#define LINKSTAT_AGENT_TELEMETRY_LOG_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "agent/base/clock.h"
#include "agent/telemetry/log_field.h"
#include "agent/telemetry/log_sink.h"

namespace linkstat::telemetry {

// How important a line is.
enum class LogLevel { kDebug, kInfo, kWarning, kError };

// The form of a line: one JSON object, or text.
enum class LogStyle { kJson, kText, kColoredText };

struct LogOptions {
  LogLevel least = LogLevel::kInfo;
  LogStyle style = LogStyle::kJson;
  const Clock* clock = &Clock::System();
};

// The agent's log. Thread-safe.
class Log {
 public:
  // `sink` must outlive the log.
  Log(const LogOptions& options, LogSink* sink) : options_(options), sink_(sink) {}

  LogSink* sink() const { return sink_; }
  const Clock& clock() const { return *options_.clock; }

  // Whether lines of this level are written, for callers to whom making one
  // costs something.
  bool Writes(LogLevel level) const { return level >= options_.least; }

  // `message` is a constant of the program; what varies goes into `fields`,
  // none of which may be called time, level or message.
  void Write(LogLevel level, absl::string_view message, const LogFields& fields = {}) const;

  void Debug(absl::string_view message, const LogFields& fields = {}) const {
    Write(LogLevel::kDebug, message, fields);
  }
  void Info(absl::string_view message, const LogFields& fields = {}) const {
    Write(LogLevel::kInfo, message, fields);
  }
  void Warning(absl::string_view message, const LogFields& fields = {}) const {
    Write(LogLevel::kWarning, message, fields);
  }
  void Error(absl::string_view message, const LogFields& fields = {}) const {
    Write(LogLevel::kError, message, fields);
  }

  // Appends the line of something that happened at `time`, of whatever level, for
  // callers that write several together.
  void AppendLine(absl::Time time, LogLevel level, absl::string_view message,
                  const LogFields& fields, std::string& lines) const;

 private:
  const LogOptions options_;
  LogSink* const sink_;
};

}  // namespace linkstat::telemetry

#endif  // LINKSTAT_AGENT_TELEMETRY_LOG_H_
