#ifndef LINKSTAT_AGENT_SERVICE_LIST_ACCOUNTS_H_
#define LINKSTAT_AGENT_SERVICE_LIST_ACCOUNTS_H_

#include "absl/status/statusor.h"
#include "agent/catalog/registry.h"
#include "agent/service/account_store.h"
#include "agent/service/observation_clock.h"
#include "linkstat/v1/linked_account_service.pb.h"

namespace linkstat::service {

// LinkedAccountService.ListLinkedAccounts and SummarizeLinkedAccounts.
// Thread-safe; List blocks as the store does.
class ListAccounts {
 public:
  // All three must outlive this object.
  ListAccounts(AccountStore* accounts, const catalog::Registry* registry,
               const ObservationClock* clock)
      : accounts_(accounts), registry_(registry), clock_(clock) {}

  // Finds the page in the index and reads its accounts from the store. One that
  // was written to in between is left out when it no longer passes the filters.
  absl::StatusOr<v1::ListLinkedAccountsResponse> List(
      const v1::ListLinkedAccountsRequest& request) const;

  absl::StatusOr<v1::SummarizeLinkedAccountsResponse> Summarize(
      const v1::SummarizeLinkedAccountsRequest& request) const;

 private:
  AccountStore* const accounts_;
  const catalog::Registry* const registry_;
  const ObservationClock* const clock_;
};

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_LIST_ACCOUNTS_H_
