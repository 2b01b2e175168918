#ifndef LINKSTAT_AGENT_SERVICE_ACCOUNT_MESSAGE_H_
#define LINKSTAT_AGENT_SERVICE_ACCOUNT_MESSAGE_H_

#include "absl/status/statusor.h"
#include "agent/service/account_record.h"
#include "agent/service/observation_clock.h"
#include "agent/service/state_history.h"
#include "linkstat/v1/linked_account.pb.h"

namespace linkstat::service {

// The account as it is under the history's catalog at the time `now`, without
// its permission check. It has no age of an observation that is in the future.
v1::LinkedAccount MakeLinkedAccount(const StateHistory& history, const AccountRecord& record,
                                    const ObservationTime& now);

// Likewise with its permission check. An internal fault when the observation
// stored breaks the bounds of observations.
absl::StatusOr<v1::LinkedAccount> MakeCheckedAccount(const StateHistory& history,
                                                     const AccountRecord& record,
                                                     const ObservationTime& now);

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_ACCOUNT_MESSAGE_H_
