#ifndef LINKSTAT_AGENT_SERVICE_FIND_ACCOUNT_H_
#define LINKSTAT_AGENT_SERVICE_FIND_ACCOUNT_H_

#include "absl/status/statusor.h"
#include "agent/catalog/registry.h"
#include "agent/service/account_store.h"
#include "agent/service/observation_clock.h"
#include "linkstat/v1/linked_account_service.pb.h"

namespace linkstat::service {

// LinkedAccountService.GetLinkedAccount and FindByWorkEmail. Thread-safe; blocks
// as the store does.
class FindAccount {
 public:
  // All three must outlive this object.
  FindAccount(AccountStore* accounts, const catalog::Registry* registry,
              const ObservationClock* clock)
      : accounts_(accounts), registry_(registry), clock_(clock) {}

  absl::StatusOr<v1::GetLinkedAccountResponse> ById(
      const v1::GetLinkedAccountRequest& request) const;

  absl::StatusOr<v1::FindByWorkEmailResponse> ByWorkEmail(
      const v1::FindByWorkEmailRequest& request) const;

 private:
  absl::StatusOr<v1::LinkedAccount> Answer(
      const absl::StatusOr<std::optional<AccountRecord>>& record) const;

  AccountStore* const accounts_;
  const catalog::Registry* const registry_;
  const ObservationClock* const clock_;
};

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_FIND_ACCOUNT_H_
