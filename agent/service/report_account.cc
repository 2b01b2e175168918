#include "agent/service/report_account.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "agent/base/error.h"
#include "agent/base/status_macros.h"
#include "agent/service/account_message.h"
#include "agent/service/report_batch.h"
#include "agent/service/request_checks.h"

namespace linkstat::service {
namespace {

constexpr int kMaxReports = 1000;
constexpr int kMaxRefusals = 1000;

absl::Status Check(const core::Snapshot& snapshot, const v1::ServiceAccountReport& report,
                   absl::Time now) {
  FieldFaults faults;
  CheckReport(snapshot, report, now, "report", faults);
  return faults.ToStatus();
}

absl::Status CheckCount(int count) {
  FieldFaults faults;
  if (count < 1 || count > kMaxReports) {
    faults.Add("reports", absl::StrCat("has ", count, " entries, not 1 to ", kMaxReports));
  }
  return faults.ToStatus();
}

}  // namespace

absl::StatusOr<v1::ReportServiceAccountResponse> ReportAccount::Run(
    const v1::ReportServiceAccountRequest& request) const {
  const StateHistory history(*registry_);
  const absl::Time now = clock_->Now();
  LINKSTAT_RETURN_IF_ERROR(Check(history.snapshot(), request.report(), now));
  LINKSTAT_ASSIGN_OR_RETURN(auto results,
                            StoreReports(*accounts_, history, now, {&request.report()}));
  LINKSTAT_ASSIGN_OR_RETURN(const ReportResult result, std::move(results.front()));
  v1::ReportServiceAccountResponse response;
  response.set_outcome(result.outcome);
  LINKSTAT_ASSIGN_OR_RETURN(*response.mutable_linked_account(),
                            MakeCheckedAccount(history, result.record, clock_->Now()));
  return response;
}

void ReportStream::Refuse(int64_t index, const absl::Status& status) {
  response_.set_refused(response_.refused() + 1);
  if (response_.refusals_size() == kMaxRefusals) return;
  v1::RefusedReport& refusal = *response_.add_refusals();
  refusal.set_index(index);
  *refusal.mutable_error() = ToRpcStatus(status);
}

absl::Status ReportStream::Add(const v1::ReportServiceAccountsRequest& request) {
  LINKSTAT_RETURN_IF_ERROR(CheckCount(request.reports_size()));
  const StateHistory history(*registry_);
  const absl::Time now = clock_->Now();
  std::vector<absl::Status> checks;
  std::vector<const v1::ServiceAccountReport*> good;
  for (const v1::ServiceAccountReport& report : request.reports()) {
    checks.push_back(Check(history.snapshot(), report, now));
    if (checks.back().ok()) good.push_back(&report);
  }
  LINKSTAT_ASSIGN_OR_RETURN(const auto results, StoreReports(*accounts_, history, now, good));
  auto result = results.begin();
  for (const absl::Status& check : checks) {
    const absl::Status status = check.ok() ? result->status() : check;
    if (!status.ok()) {
      Refuse(total_, status);
    } else if ((*result)->outcome == v1::REPORT_OUTCOME_ACCEPTED) {
      response_.set_accepted(response_.accepted() + 1);
    } else {
      response_.set_stale(response_.stale() + 1);
    }
    if (check.ok()) ++result;
    ++total_;
  }
  return absl::OkStatus();
}

}  // namespace linkstat::service
