#include "client/cli/verbs/account_option.h"

#include "CLI/CLI.hpp"
#include "client/cli/verbs/usage.h"

namespace linkstat::cli {

void AddAccountOption(CLI::App& app, AccountOption& account, const std::string& purpose) {
  AddOptional(app, "--account", account, purpose)->type_name("ID");
}

absl::Status CheckAccountUsage(const AccountOption& account, bool others, const Session& session) {
  if (!account) return absl::OkStatus();
  if (session.has_catalog()) {
    return UsageError("--account does not go with --catalog: the agent keeps the accounts");
  }
  if (!others) return absl::OkStatus();
  return UsageError("--account does not go with what says the same: the agent knows it");
}

}  // namespace linkstat::cli
