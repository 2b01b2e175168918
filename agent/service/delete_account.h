#ifndef LINKSTAT_AGENT_SERVICE_DELETE_ACCOUNT_H_
#define LINKSTAT_AGENT_SERVICE_DELETE_ACCOUNT_H_

#include "absl/status/statusor.h"
#include "agent/service/account_store.h"
#include "linkstat/v1/linked_account_service.pb.h"

namespace linkstat::service {

// LinkedAccountService.DeleteLinkedAccount. Thread-safe; blocks as the store
// does.
class DeleteAccount {
 public:
  // `accounts` must outlive this object.
  explicit DeleteAccount(AccountStore* accounts) : accounts_(accounts) {}

  absl::StatusOr<v1::DeleteLinkedAccountResponse> Run(
      const v1::DeleteLinkedAccountRequest& request) const;

 private:
  AccountStore* const accounts_;
};

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_DELETE_ACCOUNT_H_
