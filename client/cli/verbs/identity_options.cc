#include "client/cli/verbs/identity_options.h"

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

}  // namespace linkstat::cli
