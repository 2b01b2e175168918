#include "client/cli/verbs/account_options.h"

#include "CLI/CLI.hpp"
#include "client/cli/verbs/usage.h"

namespace linkstat::cli {

v1::LinkIdentity IdentityOptions::ToProto() const {
  v1::LinkIdentity identity;
  if (first_name) identity.set_first_name(*first_name);
  if (work_email) identity.set_work_email(*work_email);
  return identity;
}

void AddIdentityOptions(CLI::App& app, IdentityOptions& options, const std::string& purpose) {
  AddOptional(app, "--first-name", options.first_name,
              "The first name from the linking flow, " + purpose)
      ->type_name("NAME");
  AddOptional(app, "--work-email", options.work_email,
              "The work email from the linking flow, " + purpose)
      ->type_name("EMAIL");
}

void AddAccountOption(CLI::App& app, AccountOption& account, const std::string& purpose) {
  AddOptional(app, "--account", account, purpose)->type_name("ID");
}

absl::Status CheckAccountUsage(const AccountOption& account, bool others, const Session& session) {
  if (!account) return absl::OkStatus();
  if (session.has_catalog()) {
    return UsageError("--account cannot be used with --catalog: accounts are stored by an agent");
  }
  if (!others) return absl::OkStatus();
  return UsageError("--account cannot be used with values that the agent stores for the account");
}

}  // namespace linkstat::cli
