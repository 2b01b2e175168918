#ifndef LINKSTAT_CLIENT_CLI_VERBS_ACCOUNT_OPTIONS_H_
#define LINKSTAT_CLIENT_CLI_VERBS_ACCOUNT_OPTIONS_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "client/cli/cli11_fwd.h"
#include "client/cli/session.h"
#include "linkstat/v1/service_account.pb.h"

// Options of several verbs that state what an account is.
namespace linkstat::cli {

// The values of the linking flow, as they were given on the command line.
struct IdentityOptions {
  std::optional<std::string> first_name;
  std::optional<std::string> work_email;

  bool given() const { return first_name.has_value() || work_email.has_value(); }
  v1::LinkIdentity ToProto() const;
};

// Adds --first-name and --work-email; `purpose` completes their descriptions.
// `options` must outlive the parse.
void AddIdentityOptions(CLI::App& app, IdentityOptions& options, const std::string& purpose);

// A linked account whose identity and observations an agent is to use.
using AccountOption = std::optional<std::string>;

// Adds --account; `purpose` is its description. `account` must outlive the parse.
void AddAccountOption(CLI::App& app, AccountOption& account, const std::string& purpose);

// INVALID_ARGUMENT if an account is given together with --catalog, since only an
// agent stores accounts, or together with values that the agent stores for the
// account, which is `others`.
absl::Status CheckAccountUsage(const AccountOption& account, bool others, const Session& session);

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_VERBS_ACCOUNT_OPTIONS_H_
