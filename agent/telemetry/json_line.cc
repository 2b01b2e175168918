#include "agent/telemetry/json_line.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"

namespace linkstat::telemetry {
namespace {

// `2024-02-29T23:59:58`.
constexpr size_t kSecondLength = 19;

// Most lines share it with the thread's last one.
absl::string_view TextOfSecond(int64_t second) {
  struct Last {
    int64_t second;
    char text[kSecondLength];
  };
  thread_local Last last{std::numeric_limits<int64_t>::min(), {}};
  if (last.second != second) {
    const std::string text =
        absl::FormatTime("%E4Y-%m-%dT%H:%M:%S", absl::FromUnixSeconds(second), absl::UTCTimeZone());
    text.copy(last.text, kSecondLength);
    last.second = second;
  }
  return {last.text, kSecondLength};
}

void Append(absl::string_view text, std::string& line) { line.append(text.data(), text.size()); }

// In each byte of a word.
constexpr uint64_t InEach(unsigned char byte) { return uint64_t{0x0101010101010101} * byte; }

// Whether none of a word's bytes is one that a JSON text escapes, or not ASCII. By
// words, since lines of calls are made of such texts.
bool StandsForItself(uint64_t word) {
  const auto below = [word](unsigned char limit) { return (word - InEach(limit)) & ~word; };
  const auto equal = [word](unsigned char byte) {
    const uint64_t others = word ^ InEach(byte);
    return (others - InEach(1)) & ~others;
  };
  return ((word | below(' ') | equal('"') | equal('\\')) & InEach(0x80)) == 0;
}

bool StandsForItself(absl::string_view text) {
  uint64_t word;
  for (; text.size() >= sizeof(word); text.remove_prefix(sizeof(word))) {
    std::memcpy(&word, text.data(), sizeof(word));
    if (!StandsForItself(word)) return false;
  }
  word = InEach('a');
  if (!text.empty()) std::memcpy(&word, text.data(), text.size());
  return StandsForItself(word);
}

void AppendText(absl::string_view text, std::string& line) {
  if (StandsForItself(text)) {
    line.push_back('"');
    Append(text, line);
    line.push_back('"');
  } else {
    line += nlohmann::json(std::string(text))
                .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  }
}

void AppendNumber(double number, std::string& line) {
  if (!std::isfinite(number)) {
    line += "null";
    return;
  }
  std::array<char, 32> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  line.append(digits.data(), end);
}

void AppendValue(const LogValue& value, std::string& line) {
  if (const auto* text = std::get_if<absl::string_view>(&value)) {
    AppendText(*text, line);
  } else if (const bool* flag = std::get_if<bool>(&value)) {
    line += *flag ? "true" : "false";
  } else if (const int64_t* number = std::get_if<int64_t>(&value)) {
    absl::StrAppend(&line, *number);
  } else if (const auto* time = std::get_if<std::chrono::nanoseconds>(&value)) {
    AppendMilliseconds(*time, line);
  } else {
    AppendNumber(std::get<double>(value), line);
  }
}

}  // namespace

void AppendTimestamp(absl::Time time, std::string& line) {
  const int64_t all = absl::ToUnixMillis(time);
  const int64_t milliseconds = (all % 1000 + 1000) % 1000;
  const auto digit = [](int64_t value) { return static_cast<char>('0' + value % 10); };
  Append(TextOfSecond((all - milliseconds) / 1000), line);
  const char rest[] = {'.', digit(milliseconds / 100), digit(milliseconds / 10),
                       digit(milliseconds), 'Z'};
  line.append(rest, sizeof(rest));
}

void AppendMilliseconds(std::chrono::nanoseconds time, std::string& line) {
  const double milliseconds = std::chrono::duration<double, std::milli>(time).count();
  std::array<char, 32> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), milliseconds,
                                 std::chars_format::fixed)
                       .ptr;
  line.append(digits.data(), end);
}

void AppendJsonLine(absl::Time time, absl::string_view level, absl::string_view message,
                    const LogFields& fields, std::string& line) {
  line += "{\"time\":\"";
  AppendTimestamp(time, line);
  line += "\",\"level\":\"";
  Append(level, line);
  line += "\",\"message\":";
  AppendText(message, line);
  for (const LogField& field : fields) {
    line += ",\"";
    Append(field.name, line);
    line += "\":";
    AppendValue(field.value, line);
  }
  line += "}\n";
}

}  // namespace linkstat::telemetry
