#ifndef LINKSTAT_CLIENT_CLI_COMMAND_LINE_H_
#define LINKSTAT_CLIENT_CLI_COMMAND_LINE_H_

#include "CLI/CLI.hpp"
#include "client/cli/global_options.h"
#include "client/cli/verbs/verb.h"

namespace linkstat::cli {

// The parser with everything that it fills.
struct CommandLine {
  CommandLine();
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;

  CLI::App app;
  GlobalOptions options;
  // What parsing selected.
  Verb verb;
};

// INVALID_ARGUMENT when a global option does not go with the verb.
absl::Status CheckGlobalOptions(const CommandLine& line);

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_COMMAND_LINE_H_
