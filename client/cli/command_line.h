#ifndef LINKSTAT_CLIENT_CLI_COMMAND_LINE_H_
#define LINKSTAT_CLIENT_CLI_COMMAND_LINE_H_

#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "client/cli/global_options.h"
#include "client/cli/verbs/verb.h"

namespace linkstat::cli {

// The command line without the program's name, in a form in which the parser
// changes no value: an empty value in `--option=` is an argument of its own.
// INVALID_ARGUMENT names every argument that is not UTF-8 or that the parser
// would drop.
absl::StatusOr<std::vector<std::string>> ReadArguments(int argc, const char* const* argv);

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
