#ifndef LINKSTAT_CLIENT_CLI_ARGUMENTS_H_
#define LINKSTAT_CLIENT_CLI_ARGUMENTS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace linkstat::cli {

// The command line without the program's name, in a form in which the parser
// changes no value: an empty value in `--option=` stands alone.
// INVALID_ARGUMENT names every argument that is not UTF-8 or that the parser
// would swallow.
absl::StatusOr<std::vector<std::string>> ReadArguments(int argc, const char* const* argv);

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_ARGUMENTS_H_
