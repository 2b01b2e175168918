#ifndef LINKSTAT_AGENT_SERVICE_ACCOUNT_MESSAGE_H_
#define LINKSTAT_AGENT_SERVICE_ACCOUNT_MESSAGE_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "agent/core/link_state.h"
#include "agent/core/snapshot.h"
#include "agent/service/account_record.h"
#include "linkstat/v1/linked_account.pb.h"

namespace linkstat::service {

// What decides on the state of `account`, which must outlive the result.
core::AccountFacts FactsOf(const store::v1::StoredAccount& account);

// The account as it stands under a catalog at the time `now`, without its
// permission check.
v1::LinkedAccount MakeLinkedAccount(const core::Snapshot& snapshot, const AccountRecord& record,
                                    absl::Time now);

// Likewise with its permission check. An internal fault when the observation
// stored breaks the bounds of observations.
absl::StatusOr<v1::LinkedAccount> MakeCheckedAccount(const core::Snapshot& snapshot,
                                                     const AccountRecord& record, absl::Time now);

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_ACCOUNT_MESSAGE_H_
