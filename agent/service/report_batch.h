#ifndef LINKSTAT_AGENT_SERVICE_REPORT_BATCH_H_
#define LINKSTAT_AGENT_SERVICE_REPORT_BATCH_H_

#include <functional>
#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "agent/service/account_change.h"
#include "agent/service/account_store.h"
#include "agent/service/observation_clock.h"
#include "agent/service/state_history.h"
#include "linkstat/v1/linked_account.pb.h"

namespace linkstat::service {

// Called with the id of an account of which a time in the future was replaced, once
// that is stored. Must be thread-safe; may be null.
using FutureReplaced = std::function<void(absl::string_view account)>;

// What became of a report that was stored, or was no news.
struct ReportResult {
  v1::ReportOutcome outcome;
  // The account's state after this report.
  v1::LinkState state;
  // The account as it is stored, after the last report of the batch.
  std::shared_ptr<const AccountRecord> account;
};

// What the reports of a batch have in common.
struct ReportBatch {
  AccountStore* accounts;
  // Under whose catalog the reports are seen.
  StateHistory history;
  ObservationTime now;
  FutureReplaced future_replaced;
  // Called once for each report. INVALID_ARGUMENT, NOT_FOUND and CONFLICT are of the report
  // alone, other errors are failures of the store.
  std::function<void(size_t place, const absl::StatusOr<ReportResult>& result)> done;
};

// Checks reports, at most 1000, and adds the changes that store them, in their order: one
// change for all reports of an account. The reports must outlive the changes.
void PlanReports(const std::shared_ptr<const ReportBatch>& batch,
                 absl::Span<const v1::ServiceAccountReport* const> reports,
                 AccountChanges& changes);

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_REPORT_BATCH_H_
