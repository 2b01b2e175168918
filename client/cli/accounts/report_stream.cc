#include "client/cli/accounts/report_stream.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "agent/base/error.h"
#include "agent/base/status_macros.h"
#include "client/cli/input/report_json.h"

namespace linkstat::cli {
namespace {

// As many refusals as an agent returns for one stream, which is as many reports as
// it takes in one message.
constexpr int64_t kLinesInStream = 1000;
// Well under the 4 MiB that an agent takes, whatever the last line adds.
constexpr size_t kMessageBytes = 1 << 20;

absl::Status TooLong() {
  FieldFaults faults;
  faults.Add("report", absl::StrCat("is longer than ", LineReader::kMaxLineSize, " bytes"));
  return faults.ToStatus();
}

}  // namespace

absl::StatusOr<bool> ReportStream::SendSome(const OnRefused& on_refused) {
  taken_ = 0;
  sent_.clear();
  refused_.clear();
  LINKSTAT_ASSIGN_OR_RETURN(
      const v1::ReportServiceAccountsResponse response,
      client_.ReportServiceAccounts([this](auto& request) { return Fill(request); }));
  LINKSTAT_RETURN_IF_ERROR(Count(response));
  for (const auto& [line, why] : refused_) LINKSTAT_RETURN_IF_ERROR(on_refused(line, why));
  LINKSTAT_RETURN_IF_ERROR(input_);
  return !at_end_;
}

bool ReportStream::Fill(v1::ReportServiceAccountsRequest& request) {
  size_t bytes = 0;
  while (input_.ok() && !at_end_ && taken_ < kLinesInStream && bytes < kMessageBytes) {
    const int64_t before = lines_.bytes();
    input_ = TakeLine(request);
    bytes += static_cast<size_t>(lines_.bytes() - before);
  }
  return request.reports_size() > 0;
}

absl::Status ReportStream::TakeLine(v1::ReportServiceAccountsRequest& request) {
  LineReader::Line line;
  LINKSTAT_ASSIGN_OR_RETURN(const bool found, lines_.Next(line));
  at_end_ = !found;
  if (at_end_) return absl::OkStatus();
  ++taken_;
  last_line_ = line.number;
  absl::StatusOr<v1::ServiceAccountReport> report =
      line.too_long ? TooLong() : ParseReportJson(line.text);
  if (report.ok()) {
    *request.add_reports() = *std::move(report);
    sent_.push_back(line.number);
  } else {
    refused_.emplace(line.number, report.status());
  }
  return absl::OkStatus();
}

absl::Status ReportStream::Count(const v1::ReportServiceAccountsResponse& response) {
  const auto sent = static_cast<int64_t>(sent_.size());
  bool fits = response.accepted() + response.stale() + response.refused() == sent &&
              response.refused() == response.refusals_size();
  for (const v1::RefusedReport& refusal : response.refusals()) {
    fits = fits && refusal.index() >= 0 && refusal.index() < sent;
    if (!fits) break;
    refused_.emplace(sent_[static_cast<size_t>(refusal.index())], FromRpcStatus(refusal.error()));
  }
  if (!fits) return absl::InternalError("the agent's counts do not match the reports sent");
  counts_.accepted += response.accepted();
  counts_.stale += response.stale();
  counts_.refused += static_cast<int64_t>(refused_.size());
  counts_.last_line = last_line_;
  return absl::OkStatus();
}

}  // namespace linkstat::cli
