#include "agent/rpc/describe.h"

namespace linkstat::rpc {
namespace {

void Count(const v1::CheckPermissionsResponse& response, CallNotes& notes) {
  notes.decisions.Add(response.verdict(), response.unrecognized_size());
}

void NoteChanged(const v1::LinkedAccount& account, CallNotes& notes) {
  notes.account = account.id();
  notes.state = account.state();
  notes.revision = account.catalog_revision();
}

}  // namespace

void Describe(const v1::CheckPermissionsRequest& request,
              const v1::CheckPermissionsResponse& response, CallNotes& notes) {
  notes.account = request.linked_account();
  notes.revision = response.catalog_revision();
  Count(response, notes);
}

void Describe(const v1::BatchCheckPermissionsRequest& /*request*/,
              const v1::BatchCheckPermissionsResponse& response, CallNotes& notes) {
  for (const v1::BatchCheckPermissionsResult& result : response.results()) {
    if (result.has_response()) Count(result.response(), notes);
  }
  notes.revision = response.catalog_revision();
}

void Describe(const v1::CheckServiceAccountRequest& request,
              const v1::CheckServiceAccountResponse& response, CallNotes& notes) {
  notes.account = request.linked_account();
  notes.revision = response.catalog_revision();
  notes.decisions.Add(response.verdict(), response.unrecognized_fields_size() +
                                              response.permissions().unrecognized_size());
}

void Describe(const v1::GetLinkingDetailsRequest& request,
              const v1::GetLinkingDetailsResponse& response, CallNotes& notes) {
  notes.account = request.linked_account();
  notes.revision = response.catalog_revision();
}

void Describe(const v1::CreateLinkedAccountRequest& /*request*/,
              const v1::CreateLinkedAccountResponse& response, CallNotes& notes) {
  NoteChanged(response.linked_account(), notes);
}

void Describe(const v1::GetLinkedAccountRequest& request,
              const v1::GetLinkedAccountResponse& /*response*/, CallNotes& notes) {
  notes.account = request.id();
}

void Describe(const v1::FindByWorkEmailRequest& /*request*/,
              const v1::FindByWorkEmailResponse& response, CallNotes& notes) {
  notes.account = response.linked_account().id();
}

void Describe(const v1::DeleteLinkedAccountRequest& request,
              const v1::DeleteLinkedAccountResponse& /*response*/, CallNotes& notes) {
  notes.account = request.id();
}

void Describe(const v1::ReportServiceAccountRequest& /*request*/,
              const v1::ReportServiceAccountResponse& response, CallNotes& notes) {
  NoteChanged(response.linked_account(), notes);
}

void Describe(const service::AcceptedReport& report, CallNotes& notes) {
  notes.account = report.account;
  notes.state = report.state;
  notes.revision = report.catalog_revision;
}

}  // namespace linkstat::rpc
