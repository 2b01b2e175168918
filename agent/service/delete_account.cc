#include "agent/service/delete_account.h"

#include <vector>

#include "agent/base/status_macros.h"
#include "agent/core/request_checks.h"
#include "agent/service/errors.h"
#include "agent/service/limits.h"
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

absl::StatusOr<v1::DeleteLinkedAccountResponse> DeleteAccount::Run(
    const v1::DeleteLinkedAccountRequest& request) const {
  LINKSTAT_RETURN_IF_ERROR(Check(request));
  for (int attempt = 0; attempt < kMaxAttempts; ++attempt) {
    LINKSTAT_ASSIGN_OR_RETURN(const std::optional<AccountRecord> record,
                              accounts_->Get(request.id()));
    if (!record.has_value()) return AccountNotFound();
    if (request.has_etag() && request.etag() != EtagOf(record->revision)) return Conflict();
    LINKSTAT_ASSIGN_OR_RETURN(const std::vector<store::WriteResult> results,
                              accounts_->Write({{request.id(), record->revision, std::nullopt}}));
    if (results[0].outcome == store::WriteOutcome::kWritten) {
      return v1::DeleteLinkedAccountResponse();
    }
  }
  return Conflict();
}

}  // namespace linkstat::service
