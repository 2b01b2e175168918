#include "agent/service/delete_account.h"

#include "agent/base/status_macros.h"
#include "agent/core/request_checks.h"
#include "agent/service/errors.h"
#include "agent/service/request_checks.h"

namespace linkstat::service {
namespace {

constexpr size_t kMaxEtagSize = 64;

absl::Status Check(const v1::DeleteLinkedAccountRequest& request) {
  FieldFaults faults;
  core::CheckAccountId(request.id(), "id", faults);
  if (request.has_etag()) CheckPrintable(request.etag(), kMaxEtagSize, "etag", faults);
  return faults.ToStatus();
}

}  // namespace

absl::StatusOr<std::optional<AccountWrite>> DeleteAccount::Prepare(const Request& request,
                                                                   Result& /*result*/) const {
  LINKSTAT_RETURN_IF_ERROR(Check(request));
  LINKSTAT_ASSIGN_OR_RETURN(const std::optional<AccountRecord> record,
                            accounts_->Get(request.id()));
  if (!record.has_value()) return AccountNotFound();
  if (request.has_etag() && request.etag() != EtagOf(record->revision)) return Conflict();
  return AccountWrite{request.id(), record->revision, std::nullopt};
}

bool DeleteAccount::Settle(const Request& /*request*/, const AccountWrite& /*write*/,
                           const store::WriteResult& outcome, Result& result) const {
  if (outcome.outcome != store::WriteOutcome::kWritten) return false;
  result = v1::DeleteLinkedAccountResponse();
  return true;
}

}  // namespace linkstat::service
