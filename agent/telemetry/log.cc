#include "agent/telemetry/log.h"

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "nlohmann/json.hpp"

namespace linkstat::telemetry {
namespace {

constexpr char kDim[] = "\033[2m";
constexpr char kReset[] = "\033[0m";

absl::string_view LevelName(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return "debug";
    case LogLevel::kInfo:
      return "info";
    case LogLevel::kWarning:
      return "warning";
    case LogLevel::kError:
      return "error";
  }
  return "error";
}

absl::string_view LevelColor(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return kDim;
    case LogLevel::kInfo:
      return "\033[32m";
    case LogLevel::kWarning:
      return "\033[33m";
    case LogLevel::kError:
      return "\033[31m";
  }
  return kReset;
}

std::string Timestamp(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", time, absl::UTCTimeZone());
}

std::string JsonLine(absl::Time time, LogLevel level, absl::string_view message,
                     const LogFields& fields) {
  nlohmann::ordered_json line;
  line["time"] = Timestamp(time);
  line["level"] = std::string(LevelName(level));
  line["message"] = std::string(message);
  for (const LogField& field : fields) {
    absl::visit([&](const auto& value) { line[field.name] = value; }, field.value);
  }
  // Bytes that are no UTF-8 must not cost the line.
  return line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::string QuotedWhereNeeded(const std::string& text) {
  const bool plain = !text.empty() && text.find_first_of(" \"=\\") == std::string::npos &&
                     absl::c_none_of(text, absl::ascii_iscntrl);
  return plain ? text : absl::StrCat("\"", absl::Utf8SafeCEscape(text), "\"");
}

std::string ValueText(const LogValue& value) {
  if (const bool* flag = absl::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const int64_t* number = absl::get_if<int64_t>(&value)) return absl::StrCat(*number);
  if (const double* number = absl::get_if<double>(&value)) return absl::StrCat(*number);
  return QuotedWhereNeeded(absl::get<std::string>(value));
}

std::string TextLine(absl::Time time, LogLevel level, absl::string_view message,
                     const LogFields& fields, bool colored) {
  const std::string name = absl::StrFormat("%-7s", LevelName(level));
  std::string line =
      colored ? absl::StrCat(kDim, Timestamp(time), kReset, " ", LevelColor(level), name, kReset)
              : absl::StrCat(Timestamp(time), " ", name);
  absl::StrAppend(&line, " ", message);
  for (const LogField& field : fields) {
    absl::StrAppend(&line, " ", field.name, "=", ValueText(field.value));
  }
  line.push_back('\n');
  return line;
}

}  // namespace

void Log::Write(LogLevel level, absl::string_view message, const LogFields& fields) const {
  if (!Writes(level)) return;
  const absl::Time now = options_.clock->Now();
  sink_->Write(
      options_.style == LogStyle::kJson
          ? JsonLine(now, level, message, fields)
          : TextLine(now, level, message, fields, options_.style == LogStyle::kColoredText));
}

}  // namespace linkstat::telemetry
