#ifndef LINKSTAT_AGENT_SERVICE_ACCOUNT_CHANGE_H_
#define LINKSTAT_AGENT_SERVICE_ACCOUNT_CHANGE_H_

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "agent/service/account_store.h"

namespace linkstat::service {

// A change of one account that callers requested. It stores its result, or an error, at a
// place that was given when it was made. Blocks as the store does.
class AccountChange {
 public:
  virtual ~AccountChange() = default;

  // Returns what must be written; absent when the change has its result without a write.
  // Called again after a conflict.
  virtual absl::StatusOr<std::optional<AccountWrite>> Prepare() = 0;

  // Takes what Prepare returned and the outcome of writing it. Returns false when there is
  // no result yet, because another writer was faster.
  virtual bool Settle(AccountWrite write, const store::WriteResult& outcome) = 0;

  // Stores an error as the result.
  virtual void Fail(const absl::Status& status) = 0;
};

using AccountChanges = std::vector<std::unique_ptr<AccountChange>>;

// Makes the changes, at most 10000, so that each has its result. They are written together,
// in one call of the store. Those for which another writer was faster are prepared and
// written again, a few times; then they fail with CONFLICT. After a failure of the store
// other than UNAVAILABLE each is written by itself, because the fault may be of one account.
void MakeChanges(AccountStore& accounts, const AccountChanges& changes);

// The change for one request. The use case prepares and settles it.
template <typename UseCase>
class RequestedChange final : public AccountChange {
 public:
  using Request = typename UseCase::Request;
  using Result = typename UseCase::Result;

  // All must outlive the change.
  RequestedChange(const UseCase* use_case, const Request* request, Result* result)
      : use_case_(use_case), request_(request), result_(result) {}

  absl::StatusOr<std::optional<AccountWrite>> Prepare() override {
    return use_case_->Prepare(*request_, *result_);
  }
  bool Settle(AccountWrite write, const store::WriteResult& outcome) override {
    return use_case_->Settle(*request_, std::move(write), outcome, *result_);
  }
  void Fail(const absl::Status& status) override { *result_ = status; }

 private:
  const UseCase* const use_case_;
  const Request* const request_;
  Result* const result_;
};

// Adds a change for each request, whose result goes to the same place in `results`. All must
// outlive the changes.
template <typename UseCase>
void PlanEach(const UseCase& use_case, absl::Span<const typename UseCase::Request* const> requests,
              std::vector<typename UseCase::Result>& results, AccountChanges& changes) {
  for (size_t i = 0; i < requests.size(); ++i) {
    changes.push_back(
        std::make_unique<RequestedChange<UseCase>>(&use_case, requests[i], &results[i]));
  }
}

// Makes the changes of one use case for the requests. Returns one result each, in order.
template <typename UseCase>
std::vector<typename UseCase::Result> RunTogether(
    AccountStore& accounts, const UseCase& use_case,
    absl::Span<const typename UseCase::Request* const> requests) {
  std::vector<typename UseCase::Result> results(requests.size());
  AccountChanges changes;
  use_case.Plan(requests, results, changes);
  MakeChanges(accounts, changes);
  return results;
}

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_ACCOUNT_CHANGE_H_
