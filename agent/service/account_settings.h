#ifndef LINKSTAT_AGENT_SERVICE_ACCOUNT_SETTINGS_H_
#define LINKSTAT_AGENT_SERVICE_ACCOUNT_SETTINGS_H_

#include <string>

#include "agent/base/error.h"

namespace linkstat::service {

// What the agent puts into the identity of a new account where the request
// gives no value.
struct AccountSettings {
  // The domain of issued work emails. Empty: none are issued.
  std::string email_domain;
  // What their local part begins with.
  std::string email_prefix;
  // The first name of new accounts. Empty: each request must give one.
  std::string first_name;
};

// Adds every setting that cannot be used to `faults`, by its name above.
//   email_domain  empty or a host name of at most 190 bytes: labels of 1 to 63
//                 of a-z, 0-9 and -, separated by dots
//   email_prefix  empty only together with the domain; otherwise 1 to 30 of a-z,
//                 0-9, - and ., begins and ends with a letter or digit
//   first_name    empty or as LinkIdentity.first_name
void CheckAccountSettings(const AccountSettings& settings, FieldFaults& faults);

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_ACCOUNT_SETTINGS_H_
