#ifndef LINKSTAT_AGENT_SERVICE_DELETE_ACCOUNT_H_
#define LINKSTAT_AGENT_SERVICE_DELETE_ACCOUNT_H_

#include <optional>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "agent/service/account_change.h"
#include "agent/service/account_store.h"
#include "linkstat/v1/linked_account_service.pb.h"

namespace linkstat::service {

// LinkedAccountService.DeleteLinkedAccount. Thread-safe; blocks as the store
// does.
class DeleteAccount {
 public:
  // `accounts` must outlive this object.
  explicit DeleteAccount(AccountStore* accounts) : accounts_(accounts) {}

  using Request = v1::DeleteLinkedAccountRequest;
  using Result = absl::StatusOr<v1::DeleteLinkedAccountResponse>;

  Result Run(const Request& request) const {
    return std::move(RunTogether(*accounts_, *this, {&request}).front());
  }

  // As PlanEach.
  void Plan(absl::Span<const Request* const> requests, std::vector<Result>& results,
            AccountChanges& changes) const {
    PlanEach(*this, requests, results, changes);
  }

 private:
  friend class RequestedChange<DeleteAccount>;

  // As AccountChange.
  absl::StatusOr<std::optional<AccountWrite>> Prepare(const Request& request, Result& result) const;
  bool Settle(const Request& request, const AccountWrite& write, const store::WriteResult& outcome,
              Result& result) const;

  AccountStore* const accounts_;
};

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_DELETE_ACCOUNT_H_
