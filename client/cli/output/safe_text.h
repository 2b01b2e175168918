#ifndef LINKSTAT_CLIENT_CLI_OUTPUT_SAFE_TEXT_H_
#define LINKSTAT_CLIENT_CLI_OUTPUT_SAFE_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace linkstat::cli {

// `text` as one line that cannot steer a terminal: control characters and bytes
// that are not UTF-8 are written out, e.g. `\n`, `\x1b`, `\u202e`, `\xff`.
std::string SafeText(absl::string_view text);

// Likewise for text of several lines: its line feeds stay.
std::string SafeLines(absl::string_view text);

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_OUTPUT_SAFE_TEXT_H_
