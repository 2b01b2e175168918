#ifndef LINKSTAT_CLIENT_CLI_INPUT_LINE_READER_H_
#define LINKSTAT_CLIENT_CLI_INPUT_LINE_READER_H_

#include <cstdint>
#include <istream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace linkstat::cli {

// Reads text line by line, however long it is, in bounded memory. Lines end with
// LF or CRLF. A byte order mark at the start and blank lines are skipped.
class LineReader {
 public:
  // No line is longer, in bytes without its end.
  static constexpr size_t kMaxLineSize = 1 << 20;

  struct Line {
    // From 1; skipped lines count.
    int64_t number = 0;
    std::string text;
    // The line is longer than it may be; `text` is empty.
    bool too_long = false;
  };

  // `what` names the input in errors. `in` must outlive the reader.
  LineReader(std::istream& in, absl::string_view what);

  // Fills `line`. False at the end. INVALID_ARGUMENT when the input cannot be
  // read.
  absl::StatusOr<bool> Next(Line& line);

  // The bytes that were read.
  int64_t bytes() const { return bytes_; }

 private:
  absl::StatusOr<bool> NextOfAny(Line& line);

  std::istream& in_;
  const std::string what_;
  std::vector<char> buffer_;
  int64_t lines_ = 0;
  int64_t bytes_ = 0;
};

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_INPUT_LINE_READER_H_
