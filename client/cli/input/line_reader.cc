#include "client/cli/input/line_reader.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "agent/base/error.h"
#include "agent/base/status_macros.h"
#include "client/cli/input/text_file.h"

namespace linkstat::cli {
namespace {

constexpr size_t kBufferSize = 64 << 10;

bool IsBlank(absl::string_view text) { return absl::StripAsciiWhitespace(text).empty(); }

}  // namespace

LineReader::LineReader(std::istream& in, absl::string_view what)
    : in_(in), what_(what), buffer_(kBufferSize) {}

absl::StatusOr<bool> LineReader::Next(Line& line) {
  for (;;) {
    LINKSTAT_ASSIGN_OR_RETURN(const bool found, NextOfAny(line));
    if (!found || line.too_long || !IsBlank(line.text)) return found;
  }
}

absl::StatusOr<bool> LineReader::NextOfAny(Line& line) {
  line = {lines_ + 1, "", false};
  bool found = false;
  for (bool whole = false; !whole && in_.good();) {
    in_.getline(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
    const auto count = static_cast<size_t>(in_.gcount());
    found = found || count > 0;
    bytes_ += in_.gcount();
    // A line that fills the buffer goes on.
    const bool goes_on = in_.fail() && !in_.eof() && !in_.bad();
    if (goes_on) in_.clear();
    whole = !goes_on;
    // The line feed is counted, but not stored.
    line.text.append(buffer_.data(), goes_on || in_.eof() || count == 0 ? count : count - 1);
    if (line.text.size() > kMaxLineSize + 1) {
      line.too_long = true;
      line.text.clear();
    }
  }
  if (in_.bad()) {
    FieldFaults faults;
    faults.Add(what_, "cannot be read to its end");
    return faults.ToStatus();
  }
  if (!found) return false;
  ++lines_;
  if (absl::EndsWith(line.text, "\r")) line.text.pop_back();
  if (lines_ == 1) line.text = std::string(StripByteOrderMark(line.text));
  if (line.text.size() > kMaxLineSize) line.too_long = true;
  if (line.too_long) line.text.clear();
  return true;
}

}  // namespace linkstat::cli
