#ifndef LINKSTAT_AGENT_SERVICE_CREATE_ACCOUNT_H_
#define LINKSTAT_AGENT_SERVICE_CREATE_ACCOUNT_H_

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "agent/base/clock.h"
#include "agent/base/error.h"
#include "agent/base/random.h"
#include "agent/catalog/registry.h"
#include "agent/service/account_settings.h"
#include "agent/service/account_store.h"
#include "linkstat/v1/linked_account_service.pb.h"

namespace linkstat::service {

// LinkedAccountService.CreateLinkedAccount. Thread-safe; blocks as the store
// does.
class CreateAccount {
 public:
  // Everything but the settings must outlive this object.
  CreateAccount(AccountStore* accounts, const catalog::Registry* registry, const Clock* clock,
                Random* random, AccountSettings settings)
      : accounts_(accounts),
        registry_(registry),
        clock_(clock),
        random_(random),
        settings_(std::move(settings)) {}

  absl::StatusOr<v1::CreateLinkedAccountResponse> Run(
      const v1::CreateLinkedAccountRequest& request) const;

 private:
  using Request = v1::CreateLinkedAccountRequest;

  // Adds what a new account needs and neither the request nor the settings have.
  void CheckComplete(const Request& request, FieldFaults& faults) const;
  absl::Status Check(const Request& request) const;
  absl::StatusOr<std::string> IdFor(const Request& request) const;
  absl::StatusOr<store::v1::StoredAccount> NewAccount(const Request& request) const;
  v1::CreateLinkedAccountResponse Answer(const AccountRecord& record, bool created) const;

  AccountStore* const accounts_;
  const catalog::Registry* const registry_;
  const Clock* const clock_;
  Random* const random_;
  const AccountSettings settings_;
};

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_CREATE_ACCOUNT_H_
