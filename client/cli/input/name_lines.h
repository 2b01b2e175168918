#ifndef LINKSTAT_CLIENT_CLI_INPUT_NAME_LINES_H_
#define LINKSTAT_CLIENT_CLI_INPUT_NAME_LINES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace linkstat::cli {

// The names in `text`, one a line. Lines end with LF or CRLF; a byte order mark
// at the start and blank lines are skipped. Nothing else is altered: a line's
// own spaces stay. INVALID_ARGUMENT names every line that is not UTF-8.
absl::StatusOr<std::vector<std::string>> ParseNameLines(absl::string_view text);

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_INPUT_NAME_LINES_H_
