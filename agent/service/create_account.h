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

  Result Run(const Request& request) const { return std::move(RunAll({&request}).front()); }

  // Each as Run does, one result each, in their order; at most 1000. New accounts
  // go to the store together.
  std::vector<Result> RunAll(absl::Span<const Request* const> requests) const;

 private:
  // Adds what a new account needs and neither the request nor the settings have.
  void CheckComplete(const Request& request, FieldFaults& faults) const;
  absl::Status Check(const Request& request) const;
  absl::StatusOr<std::string> IdFor(const Request& request) const;
  absl::StatusOr<store::v1::StoredAccount> NewAccount(const Request& request) const;
  v1::CreateLinkedAccountResponse Answer(const AccountRecord& record, bool created) const;

  // One attempt at the requests in `open`, places in `requests` and `results`. Those
  // that somebody else was faster at stay open and are returned.
  std::vector<size_t> Try(absl::Span<const Request* const> requests,
                          const std::vector<size_t>& open, std::vector<Result>& results) const;
  // What is to be written for the request; absent when it has its result.
  std::optional<AccountWrite> Prepare(const Request& request, Result& result) const;
  // Whether the request has its result after the write.
  bool Settle(const Request& request, const AccountWrite& write, const store::WriteResult& outcome,
              Result& result) const;

  AccountStore* const accounts_;
  const catalog::Registry* const registry_;
  const ObservationClock* const clock_;
  Random* const random_;
  const AccountSettings settings_;
};

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_CREATE_ACCOUNT_H_
