#include "agent/telemetry/log.h"

#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "agent/telemetry/json_line.h"

namespace linkstat::telemetry {
namespace {

constexpr char kDim[] = "\033[2m";
constexpr char kReset[] = "\033[0m";
// Enough for most lines.
constexpr size_t kUsualLine = 400;
// Of `warning`.
constexpr size_t kLongestLevelName = 7;

struct LevelTraits {
  absl::string_view name;
  absl::string_view color;
};

// In the order of LogLevel.
constexpr LevelTraits kLevels[] = {
    {"debug", kDim}, {"info", "\033[32m"}, {"warning", "\033[33m"}, {"error", "\033[31m"}};

const LevelTraits& TraitsOf(LogLevel level) { return kLevels[static_cast<size_t>(level)]; }

std::string QuotedWhereNeeded(absl::string_view text) {
  const bool plain = !text.empty() && text.find_first_of(" \"=\\") == absl::string_view::npos &&
                     absl::c_none_of(text, absl::ascii_iscntrl);
  return plain ? std::string(text) : absl::StrCat("\"", absl::Utf8SafeCEscape(text), "\"");
}

std::string ValueText(const LogValue& value) {
  if (const bool* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const int64_t* number = std::get_if<int64_t>(&value)) return absl::StrCat(*number);
  if (const double* number = std::get_if<double>(&value)) return absl::StrCat(*number);
  if (const auto* time = std::get_if<std::chrono::nanoseconds>(&value)) {
    std::string text;
    AppendMilliseconds(*time, text);
    return text;
  }
  return QuotedWhereNeeded(std::get<absl::string_view>(value));
}

void AppendTextLine(absl::Time time, LogLevel level, absl::string_view message,
                    const LogFields& fields, bool colored, std::string& line) {
  if (colored) line += kDim;
  AppendTimestamp(time, line);
  absl::StrAppend(&line, colored ? kReset : "", " ", colored ? TraitsOf(level).color : "");
  const size_t padded = line.size() + kLongestLevelName;
  absl::StrAppend(&line, TraitsOf(level).name);
  line.resize(padded, ' ');
  absl::StrAppend(&line, colored ? kReset : "", " ", message);
  for (const LogField& field : fields) {
    absl::StrAppend(&line, " ", field.name, "=", ValueText(field.value));
  }
  line.push_back('\n');
}

}  // namespace

void Log::AppendLine(absl::Time time, LogLevel level, absl::string_view message,
                     const LogFields& fields, std::string& lines) const {
  if (options_.style == LogStyle::kJson) {
    AppendJsonLine(time, TraitsOf(level).name, message, fields, lines);
  } else {
    AppendTextLine(time, level, message, fields, options_.style == LogStyle::kColoredText, lines);
  }
}

void Log::Write(LogLevel level, absl::string_view message, const LogFields& fields) const {
  if (!Writes(level)) return;
  std::string line;
  line.reserve(kUsualLine);
  AppendLine(options_.clock->Now(), level, message, fields, line);
  sink_->Write(line);
}

}  // namespace linkstat::telemetry
