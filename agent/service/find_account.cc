#include "agent/service/find_account.h"

#include <string>
#include <utility>

#include "agent/base/status_macros.h"
#include "agent/core/request_checks.h"
#include "agent/core/text.h"
#include "agent/service/account_message.h"
#include "agent/service/errors.h"

namespace linkstat::service {

absl::StatusOr<v1::LinkedAccount> FindAccount::Answer(
    const absl::StatusOr<std::optional<AccountRecord>>& record) const {
  if (!record.ok()) return record.status();
  if (!record->has_value()) return AccountNotFound();
  return MakeCheckedAccount(StateHistory(*registry_), **record, clock_->Now());
}

absl::StatusOr<v1::GetLinkedAccountResponse> FindAccount::ById(
    const v1::GetLinkedAccountRequest& request) const {
  FieldFaults faults;
  core::CheckAccountId(request.id(), "id", faults);
  LINKSTAT_RETURN_IF_ERROR(faults.ToStatus());
  v1::GetLinkedAccountResponse response;
  LINKSTAT_ASSIGN_OR_RETURN(*response.mutable_linked_account(),
                            Answer(accounts_->Get(request.id())));
  return response;
}

absl::StatusOr<v1::FindByWorkEmailResponse> FindAccount::ByWorkEmail(
    const v1::FindByWorkEmailRequest& request) const {
  FieldFaults faults;
  std::optional<std::string> fault = core::EmailFault(request.work_email());
  if (fault.has_value()) faults.Add("work_email", *std::move(fault));
  LINKSTAT_RETURN_IF_ERROR(faults.ToStatus());
  v1::FindByWorkEmailResponse response;
  LINKSTAT_ASSIGN_OR_RETURN(*response.mutable_linked_account(),
                            Answer(accounts_->FindByWorkEmail(request.work_email())));
  return response;
}

}  // namespace linkstat::service
