#include "agent/service/report_account.h"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
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
                   absl::Time now) {
  FieldFaults faults;
  CheckReport(snapshot, report, now, "report", faults);
  return faults.ToStatus();
}

ReportAccount::Result AnswerTo(const StateHistory& history,
                               const absl::StatusOr<ReportResult>& result, absl::Time now) {
  LINKSTAT_RETURN_IF_ERROR(result.status());
  v1::ReportServiceAccountResponse response;
  response.set_outcome(result->outcome);
  LINKSTAT_ASSIGN_OR_RETURN(*response.mutable_linked_account(),
                            MakeCheckedAccount(history, result->record, now));
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
  std::vector<Result> results(requests.size());
  std::vector<size_t> open(requests.size());
  std::iota(open.begin(), open.end(), 0);
  while (!open.empty()) {
    absl::flat_hash_set<absl::string_view> accounts;
    const auto later = std::stable_partition(open.begin(), open.end(), [&](size_t place) {
      return accounts.insert(requests[place]->report().linked_account()).second;
    });
    StoreAt({open.begin(), later}, requests, results);
    open.erase(open.begin(), later);
  }
  return results;
}

void ReportAccount::StoreAt(const std::vector<size_t>& places,
                            absl::Span<const Request* const> requests,
                            std::vector<Result>& results) const {
  const StateHistory history(*registry_);
  const absl::Time now = clock_->Now();
  std::vector<size_t> good;
  std::vector<const v1::ServiceAccountReport*> reports;
  for (const size_t place : places) {
    const v1::ServiceAccountReport& report = requests[place]->report();
    const absl::Status status = Check(history.snapshot(), report, now);
    if (!status.ok()) {
      results[place] = status;
      continue;
    }
    good.push_back(place);
    reports.push_back(&report);
  }
  const auto stored = StoreReports(*accounts_, history, now, reports);
  for (size_t i = 0; i < good.size(); ++i) {
    results[good[i]] =
        stored.ok() ? AnswerTo(history, (*stored)[i], clock_->Now()) : Result(stored.status());
  }
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
  const absl::Time now = clock_->Now();
  std::vector<absl::Status> checks;
  std::vector<const v1::ServiceAccountReport*> good;
  for (const v1::ServiceAccountReport& report : request.reports()) {
    checks.push_back(Check(history.snapshot(), report, now));
    if (checks.back().ok()) good.push_back(&report);
  }
  LINKSTAT_ASSIGN_OR_RETURN(const auto results, StoreReports(*accounts_, history, now, good));
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
