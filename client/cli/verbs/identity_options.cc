#include "client/cli/verbs/identity_options.h"

#include "CLI/CLI.hpp"

namespace linkstat::cli {

v1::LinkIdentity IdentityOptions::ToProto() const {
  v1::LinkIdentity identity;
  if (first_name) identity.set_first_name(*first_name);
  if (work_email) identity.set_work_email(*work_email);
  return identity;
}

void AddIdentityOptions(CLI::App& app, IdentityOptions& options, const std::string& purpose) {
  app.add_option_function<std::string>(
         "--first-name", [&options](const std::string& value) { options.first_name = value; },
         "The first name from the linking flow, " + purpose)
      ->type_name("NAME");
  app.add_option_function<std::string>(
         "--work-email", [&options](const std::string& value) { options.work_email = value; },
         "The work email from the linking flow, " + purpose)
      ->type_name("EMAIL");
}

}  // namespace linkstat::cli
