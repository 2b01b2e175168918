#ifndef LINKSTAT_AGENT_SERVICE_IDENTIFIERS_H_
#define LINKSTAT_AGENT_SERVICE_IDENTIFIERS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "agent/base/random.h"
#include "agent/service/account_settings.h"

// The names that the agent issues. Each holds 128 bits in lower-case base32.
namespace linkstat::service {

// An id that cannot be guessed. INTERNAL without randomness.
absl::StatusOr<std::string> IssueAccountId(Random& random);

// The id of the account that `request_id` identifies: the same for the same
// request_id on every agent, and no other one's.
std::string AccountIdFor(absl::string_view request_id);

// A work email that cannot be guessed: `PREFIX-CODE@DOMAIN`. The settings must
// have a domain. INTERNAL without randomness.
absl::StatusOr<std::string> IssueWorkEmail(const AccountSettings& settings, Random& random);

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_IDENTIFIERS_H_
