#ifndef LINKSTAT_CLIENT_CLI_VERBS_USAGE_H_
#define LINKSTAT_CLIENT_CLI_VERBS_USAGE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "client/cli/cli11_fwd.h"

// Helpers for verbs that read the command line.
namespace linkstat::cli {

// INVALID_ARGUMENT: the command line contradicts itself.
absl::Status UsageError(absl::string_view message);

// Rejects an empty value, which is what an unset variable of a script leaves.
CLI::Validator NotEmpty();

// An option or argument whose absence differs from an empty value. `value` must
// outlive the parse.
CLI::Option* AddOptional(CLI::App& app, const std::string& name, std::optional<std::string>& value,
                         const std::string& description);

// A positional argument that takes any number of values, each exactly as it was
// given. Read them with `Option::results()`.
CLI::Option* AddVerbatimList(CLI::App& app, const std::string& name,
                             const std::string& description);

// An option that may be repeated, one value each time, exactly as it was given.
CLI::Option* AddRepeatable(CLI::App& app, const std::string& name, const std::string& description);

// The option --limit: 1 or more. `limit` must outlive the parse.
void AddLimit(CLI::App& app, int& limit, const std::string& description);

// ABORTED: pages of one answer were not made from one catalog.
absl::Status CatalogChangedBetweenPages();

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_VERBS_USAGE_H_
