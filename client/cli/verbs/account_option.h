#ifndef LINKSTAT_CLIENT_CLI_VERBS_ACCOUNT_OPTION_H_
#define LINKSTAT_CLIENT_CLI_VERBS_ACCOUNT_OPTION_H_

#include <string>

#include "absl/status/status.h"
#include "absl/types/optional.h"
#include "client/cli/cli11_fwd.h"
#include "client/cli/session.h"

namespace linkstat::cli {

// A linked account whose identity and observations an agent is to use.
using AccountOption = absl::optional<std::string>;

// Adds --account; `purpose` is its description. `account` must outlive the parse.
void AddAccountOption(CLI::App& app, AccountOption& account, const std::string& purpose);

// INVALID_ARGUMENT when an account must not be set together with --catalog: no agent is asked,
// and only agents keep accounts; or beside something else that says what the
// account says, which `others` tells.
absl::Status CheckAccountUsage(const AccountOption& account, bool others, const Session& session);

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_VERBS_ACCOUNT_OPTION_H_
