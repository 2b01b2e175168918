#ifndef LINKSTAT_AGENT_TELEMETRY_JSON_LINE_H_
#define LINKSTAT_AGENT_TELEMETRY_JSON_LINE_H_

#include <chrono>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "agent/telemetry/log_field.h"

namespace linkstat::telemetry {

// Appends a time of UTC as RFC 3339 has it, to the millisecond.
void AppendTimestamp(absl::Time time, std::string& line);

// `12.345`, without zeros at the end.
void AppendMilliseconds(std::chrono::nanoseconds time, std::string& line);

// Appends one JSON object and a newline: `time`, `level`, `message`, then the
// fields. Bytes of a text that are no UTF-8 become U+FFFD. It costs a fraction of a
// microsecond, since calls pay for their lines.
void AppendJsonLine(absl::Time time, absl::string_view level, absl::string_view message,
                    const LogFields& fields, std::string& line);

}  // namespace linkstat::telemetry

#endif  // LINKSTAT_AGENT_TELEMETRY_JSON_LINE_H_
