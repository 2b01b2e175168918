#include "agent/rpc/service/record_outcome.h"

namespace linkstat::rpc {
namespace {

void Count(const v1::CheckPermissionsResponse& response, CallSummary& notes) {
  notes.decisions.Add(response.verdict(), response.unrecognized_size());
}

void RecordChanged(const v1::LinkedAccount& account, CallSummary& notes) {
  notes.account = account.id();
  notes.state = account.state();
  notes.revision = account.catalog_revision();
}

}  // namespace

void RecordOutcome(const v1::CheckPermissionsRequest& request,
                   const v1::CheckPermissionsResponse& response, CallSummary& notes) {
  notes.account = request.linked_account();
  notes.revision = response.catalog_revision();
  Count(response, notes);
}

void RecordOutcome(const v1::BatchCheckPermissionsRequest& /*request*/,
                   const v1::BatchCheckPermissionsResponse& response, CallSummary& notes) {
  for (const v1::BatchCheckPermissionsResult& result : response.results()) {
    if (result.has_response()) Count(result.response(), notes);
  }
  notes.revision = response.catalog_revision();
}

void RecordOutcome(const v1::CheckServiceAccountRequest& request,
                   const v1::CheckServiceAccountResponse& response, CallSummary& notes) {
  notes.account = request.linked_account();
  notes.revision = response.catalog_revision();
  notes.decisions.Add(response.verdict(), response.unrecognized_fields_size() +
                                              response.permissions().unrecognized_size());
}

void RecordOutcome(const v1::CreateLinkedAccountRequest& /*request*/,
                   const v1::CreateLinkedAccountResponse& response, CallSummary& notes) {
  RecordChanged(response.linked_account(), notes);
}

void RecordOutcome(const v1::DeleteLinkedAccountRequest& request,
                   const v1::DeleteLinkedAccountResponse& /*response*/, CallSummary& notes) {
  notes.account = request.id();
}

void RecordOutcome(const v1::ReportServiceAccountRequest& /*request*/,
                   const v1::ReportServiceAccountResponse& response, CallSummary& notes) {
  RecordChanged(response.linked_account(), notes);
}

void RecordOutcome(const service::AcceptedReport& report, CallSummary& notes) {
  notes.account = report.account;
  notes.state = report.state;
  notes.revision = report.catalog_revision;
}

}  // namespace linkstat::rpc
