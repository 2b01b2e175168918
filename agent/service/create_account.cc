#include "agent/service/create_account.h"

#include <utility>
#include <vector>

#include "agent/base/status_macros.h"
#include "agent/core/request_checks.h"
#include "agent/service/account_message.h"
#include "agent/service/errors.h"
#include "agent/service/identifiers.h"
#include "agent/service/proto_time.h"
#include "agent/service/request_checks.h"

namespace linkstat::service {
namespace {

constexpr size_t kMaxRequestIdSize = 128;

// The fields of the request that contradict the account.
std::vector<std::string> Contradictions(const v1::CreateLinkedAccountRequest& request,
                                        const store::v1::StoredAccount& account) {
  std::vector<std::string> fields;
  const v1::LinkIdentity& wanted = request.identity();
  if (wanted.has_first_name() && wanted.first_name() != account.identity().first_name()) {
    fields.push_back("identity.first_name");
  }
  if (wanted.has_work_email() &&
      KeyOf(wanted.work_email()) != KeyOf(account.identity().work_email())) {
    fields.push_back("identity.work_email");
  }
  if (request.transitioning() != account.transitioning()) fields.push_back("transitioning");
  return fields;
}

// A request without either is for a new account every time.
bool MayMeanAnExistingAccount(const v1::CreateLinkedAccountRequest& request) {
  return request.has_id() || request.has_request_id();
}

}  // namespace

void CreateAccount::CheckComplete(const Request& request, FieldFaults& faults) const {
  if (!request.identity().has_first_name() && settings_.first_name.empty()) {
    faults.Add("identity.first_name", "is required, because the agent's settings have none");
  }
  if (!request.identity().has_work_email() && settings_.email_domain.empty()) {
    faults.Add("identity.work_email", "is required, because the agent's settings issue none");
  }
}

absl::Status CreateAccount::Check(const Request& request) const {
  FieldFaults faults;
  if (request.has_id()) core::CheckAccountId(request.id(), "id", faults);
  if (request.has_request_id()) {
    CheckPrintable(request.request_id(), kMaxRequestIdSize, "request_id", faults);
  }
  core::CheckIdentity(request.identity(), "identity", faults);
  if (!MayMeanAnExistingAccount(request)) CheckComplete(request, faults);
  return faults.ToStatus();
}

absl::StatusOr<std::string> CreateAccount::IdFor(const Request& request) const {
  if (request.has_id()) return request.id();
  if (request.has_request_id()) return AccountIdFor(request.request_id());
  return IssueAccountId(*random_);
}

absl::StatusOr<store::v1::StoredAccount> CreateAccount::NewAccount(const Request& request) const {
  FieldFaults faults;
  CheckComplete(request, faults);
  LINKSTAT_RETURN_IF_ERROR(faults.ToStatus());
  store::v1::StoredAccount account;
  *account.mutable_identity() = request.identity();
  if (!account.identity().has_first_name()) {
    account.mutable_identity()->set_first_name(settings_.first_name);
  }
  if (!account.identity().has_work_email()) {
    LINKSTAT_ASSIGN_OR_RETURN(*account.mutable_identity()->mutable_work_email(),
                              IssueWorkEmail(settings_, *random_));
  }
  account.set_transitioning(request.transitioning());
  const absl::Time now = clock_->Now().now;
  SetTime(now, *account.mutable_created_at());
  StateHistory(*registry_).Mark(std::nullopt, now, account);
  return account;
}

v1::CreateLinkedAccountResponse CreateAccount::Answer(const AccountRecord& record,
                                                      bool created) const {
  v1::CreateLinkedAccountResponse response;
  *response.mutable_linked_account() =
      MakeLinkedAccount(StateHistory(*registry_), record, clock_->Now());
  response.set_created(created);
  return response;
}

absl::StatusOr<std::optional<AccountWrite>> CreateAccount::Prepare(const Request& request,
                                                                   Result& result) const {
  LINKSTAT_RETURN_IF_ERROR(Check(request));
  LINKSTAT_ASSIGN_OR_RETURN(std::string id, IdFor(request));
  if (MayMeanAnExistingAccount(request)) {
    LINKSTAT_ASSIGN_OR_RETURN(const std::optional<AccountRecord> existing, accounts_->Get(id));
    if (existing.has_value()) {
      const std::vector<std::string> fields = Contradictions(request, existing->account);
      if (!fields.empty()) return AccountExists(fields);
      result = Answer(*existing, false);
      return std::nullopt;
    }
  }
  LINKSTAT_ASSIGN_OR_RETURN(store::v1::StoredAccount account, NewAccount(request));
  return AccountWrite{std::move(id), 0, std::move(account)};
}

bool CreateAccount::Settle(const Request& request, AccountWrite write,
                           const store::WriteResult& outcome, Result& result) const {
  const bool given = request.identity().has_work_email();
  switch (outcome.outcome) {
    case store::WriteOutcome::kWritten:
      result = Answer({std::move(write.id), *std::move(write.account), outcome.revision}, true);
      return true;
    case store::WriteOutcome::kKeyTaken:
      if (given) result = WorkEmailTaken();
      return given;
    case store::WriteOutcome::kKeyRetired:
      if (given) result = WorkEmailRetired();
      return given;
    case store::WriteOutcome::kConflict:
      break;
  }
  return false;
}

}  // namespace linkstat::service
