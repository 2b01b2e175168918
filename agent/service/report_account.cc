#include "agent/service/report_account.h"

#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "agent/base/error.h"
#include "agent/base/status_macros.h"
#include "agent/service/account_message.h"
#include "agent/service/request_checks.h"

namespace linkstat::service {
namespace {

constexpr int kMaxReports = 1000;
constexpr int kMaxRefusals = 1000;

absl::Status Check(const core::Snapshot& snapshot, const v1::ServiceAccountReport& report,
                   const ObservationTime& now) {
  FieldFaults faults;
  CheckReport(snapshot, report, now, "report", faults);
  return faults.ToStatus();
}

// Of each account, the record after the last report of a batch. The reports of one
// account are stored together: no earlier record ever had an etag.
using LastRecords = absl::flat_hash_map<absl::string_view, const AccountRecord*>;

ReportAccount::Result AnswerTo(const StateHistory& history,
                               const absl::StatusOr<ReportResult>& result, const LastRecords& last,
                               const ObservationTime& now) {
  LINKSTAT_RETURN_IF_ERROR(result.status());
  v1::ReportServiceAccountResponse response;
  response.set_outcome(result->outcome);
  LINKSTAT_ASSIGN_OR_RETURN(*response.mutable_linked_account(),
                            MakeCheckedAccount(history, *last.at(result->record.id), now));
  return response;
}

absl::Status CheckCount(int count) {
  FieldFaults faults;
  if (count < 1 || count > kMaxReports) {
    faults.Add("reports", absl::StrCat("has ", count, " entries, not 1 to ", kMaxReports));
  }
  return faults.ToStatus();
}

}  // namespace

std::vector<ReportAccount::Result> ReportAccount::RunAll(
    absl::Span<const Request* const> requests) const {
  const StateHistory history(*registry_);
  const ObservationTime now = clock_->Now();
  std::vector<Result> results(requests.size());
  std::vector<size_t> good;
  std::vector<const v1::ServiceAccountReport*> reports;
  for (size_t i = 0; i < requests.size(); ++i) {
    const absl::Status status = Check(history.snapshot(), requests[i]->report(), now);
    if (!status.ok()) {
      results[i] = status;
      continue;
    }
    good.push_back(i);
    reports.push_back(&requests[i]->report());
  }
  const auto stored = StoreReports(*accounts_, history, now, reports, future_replaced_);
  if (!stored.ok() && !absl::IsUnavailable(stored.status()) && reports.size() > 1) {
    // The fault may be of one account.
    for (const size_t place : good) results[place] = Run(*requests[place]);
    return results;
  }
  LastRecords last;
  for (size_t i = 0; stored.ok() && i < good.size(); ++i) {
    if ((*stored)[i].ok()) last[reports[i]->linked_account()] = &(*stored)[i]->record;
  }
  for (size_t i = 0; i < good.size(); ++i) {
    results[good[i]] = stored.ok() ? AnswerTo(history, (*stored)[i], last, clock_->Now())
                                   : Result(stored.status());
  }
  return results;
}

void ReportStream::Refuse(int64_t index, const absl::Status& status) {
  response_.set_refused(response_.refused() + 1);
  if (response_.refusals_size() == kMaxRefusals) return;
  v1::RefusedReport& refusal = *response_.add_refusals();
  refusal.set_index(index);
  *refusal.mutable_error() = ToRpcStatus(status);
}

void ReportStream::Count(const StateHistory& history, const std::string& account,
                         const ReportResult& result) {
  if (result.outcome != v1::REPORT_OUTCOME_ACCEPTED) {
    response_.set_stale(response_.stale() + 1);
    return;
  }
  response_.set_accepted(response_.accepted() + 1);
  accepted_.push_back(
      {account, history.StateOf(result.record.account).state, history.snapshot().revision()});
}

absl::Status ReportStream::Add(const v1::ReportServiceAccountsRequest& request) {
  accepted_.clear();
  LINKSTAT_RETURN_IF_ERROR(CheckCount(request.reports_size()));
  const StateHistory history(*registry_);
  const ObservationTime now = clock_->Now();
  std::vector<absl::Status> checks;
  std::vector<const v1::ServiceAccountReport*> good;
  for (const v1::ServiceAccountReport& report : request.reports()) {
    checks.push_back(Check(history.snapshot(), report, now));
    if (checks.back().ok()) good.push_back(&report);
  }
  LINKSTAT_ASSIGN_OR_RETURN(const auto results,
                            StoreReports(*accounts_, history, now, good, future_replaced_));
  auto result = results.begin();
  for (size_t i = 0; i < checks.size(); ++i) {
    const absl::Status status = checks[i].ok() ? result->status() : checks[i];
    if (!status.ok()) {
      Refuse(total_, status);
    } else {
      Count(history, request.reports(static_cast<int>(i)).linked_account(), **result);
    }
    if (checks[i].ok()) ++result;
    ++total_;
  }
  return absl::OkStatus();
}

}  // namespace linkstat::service
