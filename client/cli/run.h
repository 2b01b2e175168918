#ifndef LINKSTAT_CLIENT_CLI_RUN_H_
#define LINKSTAT_CLIENT_CLI_RUN_H_

#include "client/cli/streams.h"

namespace linkstat::cli {

// The whole program: reads the command line, runs its verb, and returns the
// exit code (see ExitCode). Answers go to `streams.out`, errors to
// `streams.err`. Throws nothing.
int Run(int argc, const char* const* argv, Streams& streams);

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_RUN_H_
