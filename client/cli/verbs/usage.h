#ifndef LINKSTAT_CLIENT_CLI_VERBS_USAGE_H_
#define LINKSTAT_CLIENT_CLI_VERBS_USAGE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "client/cli/cli11_fwd.h"

// Helpers for verbs that read the command line.
namespace linkstat::cli {

// INVALID_ARGUMENT: the command line contradicts itself.
absl::Status UsageError(absl::string_view message);

// Refuses an empty value, which is what an unset variable of a script leaves.
CLI::Validator NotEmpty();

// A positional argument that takes any number of values, each exactly as it was
// given. Read them with `Option::results()`.
CLI::Option* AddVerbatimList(CLI::App& app, const std::string& name,
                             const std::string& description);

// An option that may be repeated, one value each time, exactly as it was given.
CLI::Option* AddRepeatable(CLI::App& app, const std::string& name, const std::string& description);

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_VERBS_USAGE_H_
