#ifndef LINKSTAT_CLIENT_CLI_INPUT_TEXT_FILE_H_
#define LINKSTAT_CLIENT_CLI_INPUT_TEXT_FILE_H_

#include <fstream>
#include <istream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace linkstat::cli {

// No input is larger: it could not be valid.
inline constexpr int kMaxInputSize = 1 << 20;

// The file `path`, open. INVALID_ARGUMENT when it cannot be opened; the fault
// names `what`, the input in the terms of the user, e.g. `form`.
absl::StatusOr<std::ifstream> OpenInput(const std::string& path, absl::string_view what);

// INVALID_ARGUMENT when `in`, standard input, was closed when the program started.
absl::Status CheckStandardInput(const std::istream& in);

// The bytes of the file `path`, or of `in` when `path` is `-`. INVALID_ARGUMENT when `in`
// was closed when the program started, and when they cannot be read or are more than 1 MiB;
// the fault names `what`.
absl::StatusOr<std::string> ReadInput(const std::string& path, absl::string_view what,
                                      std::istream& in);

// As ReadInput, without a byte order mark at the start. INVALID_ARGUMENT also
// when the bytes are not UTF-8.
absl::StatusOr<std::string> ReadText(const std::string& path, absl::string_view what,
                                     std::istream& in);

// The names in `text`, one a line. Lines end with LF or CRLF; a byte order mark
// at the start and blank lines are skipped. Nothing else is altered: a line's
// own spaces stay. INVALID_ARGUMENT names every line that is not UTF-8.
absl::StatusOr<std::vector<std::string>> ParseNameLines(absl::string_view text);

// `text` without the byte order mark it may begin with.
absl::string_view StripByteOrderMark(absl::string_view text);

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_INPUT_TEXT_FILE_H_
