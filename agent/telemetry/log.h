#ifndef LINKSTAT_AGENT_TELEMETRY_LOG_H_
#define LINKSTAT_AGENT_TELEMETRY_LOG_H_

#include <concepts>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/variant.h"
#include "agent/base/clock.h"
#include "agent/telemetry/log_sink.h"

namespace linkstat::telemetry {

// How important a line is.
enum class LogLevel { kDebug, kInfo, kWarning, kError };

// How lines look: one JSON object, or text for people.
enum class LogStyle { kJson, kText, kColoredText };

using LogValue = absl::variant<bool, int64_t, double, std::string>;

// A named value beside a line's message. Never a work email, a first name or
// anything else of a request.
struct LogField {
  LogField(absl::string_view field_name, std::same_as<bool> auto field_value)
      : name(field_name), value(field_value) {}
  template <std::integral Int>
  requires(!std::same_as<Int, bool>) LogField(absl::string_view field_name, Int field_value)
      : name(field_name), value(static_cast<int64_t>(field_value)) {}
  LogField(absl::string_view field_name, double field_value)
      : name(field_name), value(field_value) {}
  LogField(absl::string_view field_name, absl::string_view field_value)
      : name(field_name), value(std::string(field_value)) {}
  LogField(absl::string_view field_name, const char* field_value)
      : LogField(field_name, absl::string_view(field_value)) {}
  LogField(absl::string_view field_name, const std::string& field_value)
      : LogField(field_name, absl::string_view(field_value)) {}

  std::string name;
  LogValue value;
};

using LogFields = std::vector<LogField>;

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

 private:
  const LogOptions options_;
  LogSink* const sink_;
};

}  // namespace linkstat::telemetry

#endif  // LINKSTAT_AGENT_TELEMETRY_LOG_H_
