#include "agent/service/report_account.h"

#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "agent/base/error.h"
#include "agent/base/status_macros.h"
#include "agent/service/account_message.h"

namespace linkstat::service {
namespace {

constexpr int kMaxReports = 1000;
constexpr int kMaxRefusals = 1000;

ReportAccount::Result AnswerTo(const StateHistory& history,
                               const absl::StatusOr<ReportResult>& result,
                               const ObservationTime& now) {
  LINKSTAT_RETURN_IF_ERROR(result.status());
  v1::ReportServiceAccountResponse response;
  response.set_outcome(result->outcome);
  LINKSTAT_ASSIGN_OR_RETURN(*response.mutable_linked_account(),
                            MakeCheckedAccount(history, *result->account, now));
  return response;
}

absl::Status CheckCount(int count) {
  FieldFaults faults;
  if (count < 1 || count > kMaxReports) {
    faults.Add("reports", absl::StrCat("has ", count, " entries, not 1 to ", kMaxReports));
  }
  return faults.ToStatus();
}

// Whether `status` is an error of one report, not of the store.
bool IsRefusal(const absl::Status& status) {
  return absl::IsInvalidArgument(status) || absl::IsNotFound(status) || absl::IsAborted(status);
}

}  // namespace

void ReportAccount::Plan(absl::Span<const Request* const> requests, std::vector<Result>& results,
                         AccountChanges& changes) const {
  std::vector<const v1::ServiceAccountReport*> reports;
  for (const Request* request : requests) reports.push_back(&request->report());
  const auto batch = std::make_shared<ReportBatch>(
      ReportBatch{accounts_, StateHistory(*registry_), clock_->Now(), future_replaced_, nullptr});
  // The batch owns it.
  batch->done = [&results, clock = clock_, &history = batch->history](
                    size_t place, const absl::StatusOr<ReportResult>& result) {
    results[place] = AnswerTo(history, result, clock->Now());
  };
  PlanReports(batch, reports, changes);
}

void ReportStream::Count(const absl::StatusOr<ReportResult>& result, const std::string& account,
                         const std::string& catalog_revision) {
  const int64_t index = total_++;
  if (!result.ok()) {
    response_.set_refused(response_.refused() + 1);
    if (response_.refusals_size() == kMaxRefusals) return;
    v1::RefusedReport& refusal = *response_.add_refusals();
    refusal.set_index(index);
    *refusal.mutable_error() = ToRpcStatus(result.status());
  } else if (result->outcome != v1::REPORT_OUTCOME_ACCEPTED) {
    response_.set_stale(response_.stale() + 1);
  } else {
    response_.set_accepted(response_.accepted() + 1);
    accepted_.push_back({account, result->state, catalog_revision});
  }
}

absl::Status ReportStream::Add(const v1::ReportServiceAccountsRequest& request) {
  accepted_.clear();
  LINKSTAT_RETURN_IF_ERROR(CheckCount(request.reports_size()));
  std::vector<absl::StatusOr<ReportResult>> results(request.reports_size());
  const auto batch = std::make_shared<ReportBatch>(
      ReportBatch{accounts_, StateHistory(*registry_), clock_->Now(), future_replaced_,
                  [&results](size_t place, const absl::StatusOr<ReportResult>& result) {
                    results[place] = result;
                  }});
  const std::vector<const v1::ServiceAccountReport*> reports(request.reports().pointer_begin(),
                                                             request.reports().pointer_end());
  AccountChanges changes;
  PlanReports(batch, reports, changes);
  MakeChanges(*accounts_, changes);
  absl::Status failure;
  for (size_t i = 0; i < results.size(); ++i) {
    const absl::Status status = results[i].status();
    if (status.ok() || IsRefusal(status)) {
      Count(results[i], reports[i]->linked_account(), batch->history.snapshot().revision());
    } else {
      failure.Update(status);
    }
  }
  return failure;
}

}  // namespace linkstat::service
