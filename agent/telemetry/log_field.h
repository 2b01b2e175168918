#ifndef LINKSTAT_AGENT_TELEMETRY_LOG_FIELD_H_
#define LINKSTAT_AGENT_TELEMETRY_LOG_FIELD_H_

#include <chrono>
#include <concepts>
#include <cstdint>
#include <string>
#include <variant>

#include "absl/container/inlined_vector.h"
#include "absl/strings/string_view.h"

namespace linkstat::telemetry {

// A text is a view: what it shows must live until the line is written. A time is
// written as a number of milliseconds, with as many decimals as it has.
using LogValue = std::variant<bool, int64_t, double, absl::string_view, std::chrono::nanoseconds>;

// A named value of a line. Never a work email, a first name or anything else of a request. The name
// is made of letters, digits and `_`, and lives as long as a text does.
struct LogField {
  LogField(absl::string_view field_name, const char* text)
      : name(field_name), value(absl::string_view(text)) {}
  template <typename Value>
  LogField(absl::string_view field_name, const Value& field_value) : name(field_name) {
    if constexpr (std::integral<Value> && !std::same_as<Value, bool>) {
      value = static_cast<int64_t>(field_value);
    } else {
      value = field_value;
    }
  }

  absl::string_view name;
  LogValue value;
};

// Those of a call's line fit on the stack.
using LogFields = absl::InlinedVector<LogField, 8>;

}  // namespace linkstat::telemetry

#endif  // LINKSTAT_AGENT_TELEMETRY_LOG_FIELD_H_
