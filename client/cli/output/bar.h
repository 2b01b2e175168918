#ifndef LINKSTAT_CLIENT_CLI_OUTPUT_BAR_H_
#define LINKSTAT_CLIENT_CLI_OUTPUT_BAR_H_

#include <cstdint>
#include <string>

namespace linkstat::cli {

// A bar of block characters, `width` columns long for `value` = `whole` and in
// proportion otherwise, to an eighth of a column. Whatever is more than nothing
// shows. `value` is from 0 to `whole`.
std::string Bar(int64_t value, int64_t whole, int width);

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_OUTPUT_BAR_H_
