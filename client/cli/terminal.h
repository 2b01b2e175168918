#ifndef LINKSTAT_CLIENT_CLI_TERMINAL_H_
#define LINKSTAT_CLIENT_CLI_TERMINAL_H_

#include "client/cli/streams.h"

namespace linkstat::cli {

// What standard output is. No colour when NO_COLOR is set and not empty or the
// terminal is dumb.
Terminal StandardTerminal();

// Whether standard error is a terminal whose lines can be written over.
bool StandardErrorShowsProgress();

// Keeps gRPC's own log lines off standard error, unless the environment enables
// them. Call it before any other thread runs.
void QuietLibraryLogs();

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_TERMINAL_H_
