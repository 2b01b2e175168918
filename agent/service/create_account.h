#ifndef LINKSTAT_AGENT_SERVICE_CREATE_ACCOUNT_H_
#define LINKSTAT_AGENT_SERVICE_CREATE_ACCOUNT_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "agent/base/error.h"
#include "agent/base/random.h"
#include "agent/catalog/registry.h"
#include "agent/service/account_change.h"
#include "agent/service/account_settings.h"
#include "agent/service/account_store.h"
#include "agent/service/observation_clock.h"
#include "linkstat/v1/linked_account_service.pb.h"

namespace linkstat::service {

// LinkedAccountService.CreateLinkedAccount. Thread-safe; blocks as the store
// does.
class CreateAccount {
 public:
  // Everything but the settings must outlive this object.
  CreateAccount(AccountStore* accounts, const catalog::Registry* registry,
                const ObservationClock* clock, Random* random, AccountSettings settings)
      : accounts_(accounts),
        registry_(registry),
        clock_(clock),
        random_(random),
        settings_(std::move(settings)) {}

  using Request = v1::CreateLinkedAccountRequest;
  using Result = absl::StatusOr<v1::CreateLinkedAccountResponse>;

  Result Run(const Request& request) const {
    return std::move(RunTogether(*accounts_, *this, {&request}).front());
  }

  // As PlanEach.
  void Plan(absl::Span<const Request* const> requests, std::vector<Result>& results,
            AccountChanges& changes) const {
    PlanEach(*this, requests, results, changes);
  }

 private:
  friend class RequestedChange<CreateAccount>;

  // As AccountChange.
  absl::StatusOr<std::optional<AccountWrite>> Prepare(const Request& request, Result& result) const;
  bool Settle(const Request& request, AccountWrite write, const store::WriteResult& outcome,
              Result& result) const;

  // Adds what a new account needs and neither the request nor the settings have.
  void CheckComplete(const Request& request, FieldFaults& faults) const;
  absl::Status Check(const Request& request) const;
  absl::StatusOr<std::string> IdFor(const Request& request) const;
  absl::StatusOr<store::v1::StoredAccount> NewAccount(const Request& request) const;
  v1::CreateLinkedAccountResponse Answer(const AccountRecord& record, bool created) const;

  AccountStore* const accounts_;
  const catalog::Registry* const registry_;
  const ObservationClock* const clock_;
  Random* const random_;
  const AccountSettings settings_;
};

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_CREATE_ACCOUNT_H_
