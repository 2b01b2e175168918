#ifndef LINKSTAT_CLIENT_CLI_VERBS_IDENTITY_OPTIONS_H_
#define LINKSTAT_CLIENT_CLI_VERBS_IDENTITY_OPTIONS_H_

#include <string>

#include "absl/types/optional.h"
#include "client/cli/cli11_fwd.h"
#include "linkstat/v1/service_account.pb.h"

namespace linkstat::cli {

// The values of the linking flow, as they were given on the command line.
struct IdentityOptions {
  absl::optional<std::string> first_name;
  absl::optional<std::string> work_email;

  bool given() const { return first_name.has_value() || work_email.has_value(); }
  v1::LinkIdentity ToProto() const;
};

// Adds --first-name and --work-email; `purpose` completes their descriptions.
// `options` must outlive the parse.
void AddIdentityOptions(CLI::App& app, IdentityOptions& options, const std::string& purpose);

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_VERBS_IDENTITY_OPTIONS_H_
