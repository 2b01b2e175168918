#ifndef LINKSTAT_CLIENT_CLI_OUTPUT_TABLE_H_
#define LINKSTAT_CLIENT_CLI_OUTPUT_TABLE_H_

#include <cstdint>
#include <ostream>
#include <string>

#include "absl/strings/string_view.h"
#include "client/cli/output/report.h"

namespace linkstat::cli {

// `text` in the colour of `tone`, or as it is without `colour`.
std::string Painted(absl::string_view text, Tone tone, bool colour);

// A bar of block characters, `width` columns long for `value` = `whole` and in
// proportion otherwise, to an eighth of a column. Whatever is more than nothing
// shows. `value` is from 0 to `whole`.
std::string Bar(int64_t value, int64_t whole, int width);

// The section's columns and rows as a table within the terminal's width; cells
// that are too wide go on in further lines.
void WriteTable(const Section& section, const Terminal& terminal, std::ostream& out);

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_OUTPUT_TABLE_H_
