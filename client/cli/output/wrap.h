#ifndef LINKSTAT_CLIENT_CLI_OUTPUT_WRAP_H_
#define LINKSTAT_CLIENT_CLI_OUTPUT_WRAP_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace linkstat::cli {

// The columns that `text` takes on a terminal. `text` must be UTF-8.
int DisplayWidth(absl::string_view text);

// `text` in lines of at most `width` columns, broken at spaces, or within a word
// that is wider than a line. At least one line. `width` must be positive.
std::vector<std::string> Wrap(absl::string_view text, int width);

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_OUTPUT_WRAP_H_
