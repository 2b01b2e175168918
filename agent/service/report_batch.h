#ifndef LINKSTAT_AGENT_SERVICE_REPORT_BATCH_H_
#define LINKSTAT_AGENT_SERVICE_REPORT_BATCH_H_

#include <functional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "agent/service/account_store.h"
#include "agent/service/observation_clock.h"
#include "agent/service/state_history.h"
#include "linkstat/v1/linked_account.pb.h"

namespace linkstat::service {

// Called with the id of an account of which a time in the future was replaced, once
// that is stored. Must be thread-safe; may be null.
using FutureReplaced = std::function<void(absl::string_view account)>;

// What became of a report, and the account after it. The record is the one that
// is stored once the whole batch is.
struct ReportResult {
  v1::ReportOutcome outcome;
  AccountRecord record;
};

// Stores reports, seen under the history's catalog at the time `now`, each within its bounds, in
// their order; at most 1000. The writes of a batch go to the store together. One result a report:
// NOT_FOUND and CONFLICT are of one report alone. Fails as the store does; then some reports may be
// stored, and the same batch can be tried again.
absl::StatusOr<std::vector<absl::StatusOr<ReportResult>>> StoreReports(
    AccountStore& accounts, const StateHistory& history, const ObservationTime& now,
    absl::Span<const v1::ServiceAccountReport* const> reports,
    const FutureReplaced& future_replaced);

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_REPORT_BATCH_H_
