#ifndef LINKSTAT_CLIENT_CLI_COMPLETION_COMPLETE_H_
#define LINKSTAT_CLIENT_CLI_COMPLETION_COMPLETE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "client/cli/cli11_fwd.h"

namespace linkstat::cli {

// The hidden verb that the completion scripts call.
inline constexpr char kCompleteVerb[] = "__complete";

// What can take the place of the last of `words`, the command line after the program's
// name: one candidate a line as `VALUE<TAB>DESCRIPTION`, or the line `files`, which has no
// tab, where a file is meant. Verbs, options and enumerated values are read off the parser
// `app`; permissions and data domains are the labels of the catalog that a --catalog FILE
// among `words` names, or else of the one in the program. Calls no agent. Candidates are
// not filtered by what was typed: the shell does that.
std::string Complete(const CLI::App& app, const std::vector<std::string>& words);

// The scripts for each shell, each complete in itself.
absl::string_view BashScript();
absl::string_view ZshScript();
absl::string_view FishScript();

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_COMPLETION_COMPLETE_H_
