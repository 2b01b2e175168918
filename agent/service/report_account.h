#ifndef LINKSTAT_AGENT_SERVICE_REPORT_ACCOUNT_H_
#define LINKSTAT_AGENT_SERVICE_REPORT_ACCOUNT_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "agent/catalog/registry.h"
#include "agent/service/account_change.h"
#include "agent/service/account_store.h"
#include "agent/service/observation_clock.h"
#include "agent/service/report_batch.h"
#include "agent/service/state_history.h"
#include "linkstat/v1/linked_account_service.pb.h"

namespace linkstat::service {

// LinkedAccountService.ReportServiceAccount. Thread-safe; blocks as the store
// does.
class ReportAccount {
 public:
  // All pointers must outlive this object.
  ReportAccount(AccountStore* accounts, const catalog::Registry* registry,
                const ObservationClock* clock, FutureReplaced future_replaced = nullptr)
      : accounts_(accounts),
        registry_(registry),
        clock_(clock),
        future_replaced_(std::move(future_replaced)) {}

  using Request = v1::ReportServiceAccountRequest;
  using Result = absl::StatusOr<v1::ReportServiceAccountResponse>;

  Result Run(const Request& request) const {
    return std::move(RunTogether(*accounts_, *this, {&request}).front());
  }

  // Adds the changes that store the reports, at most 1000; the result of each goes to the
  // same place in `results`. The answers to several reports of one account all have the
  // account after the last one. All must outlive the changes.
  void Plan(absl::Span<const Request* const> requests, std::vector<Result>& results,
            AccountChanges& changes) const;

 private:
  AccountStore* const accounts_;
  const catalog::Registry* const registry_;
  const ObservationClock* const clock_;
  const FutureReplaced future_replaced_;
};

// A report that was accepted, and what it brought its account to.
struct AcceptedReport {
  std::string account;
  v1::LinkState state;
  std::string catalog_revision;
};

// One call of LinkedAccountService.ReportServiceAccounts. Not thread-safe;
// blocks as the store does.
class ReportStream {
 public:
  // All pointers must outlive this object.
  ReportStream(AccountStore* accounts, const catalog::Registry* registry,
               const ObservationClock* clock, FutureReplaced future_replaced = nullptr)
      : accounts_(accounts),
        registry_(registry),
        clock_(clock),
        future_replaced_(std::move(future_replaced)) {}

  // Stores one message. An error ends the call: INVALID_ARGUMENT when the message
  // has no reports or too many, otherwise as the store failed. What was stored
  // before stays stored, and the whole stream may be sent again.
  absl::Status Add(const v1::ReportServiceAccountsRequest& request);

  // Those of the last message that Add stored, in their order; also when it failed.
  const std::vector<AcceptedReport>& accepted() const { return accepted_; }

  // What became of the reports so far.
  const v1::ReportServiceAccountsResponse& response() const { return response_; }

 private:
  void Count(const absl::StatusOr<ReportResult>& result, const std::string& account,
             const std::string& catalog_revision);

  AccountStore* const accounts_;
  const catalog::Registry* const registry_;
  const ObservationClock* const clock_;
  const FutureReplaced future_replaced_;
  // Reports so far.
  int64_t total_ = 0;
  v1::ReportServiceAccountsResponse response_;
  std::vector<AcceptedReport> accepted_;
};

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_REPORT_ACCOUNT_H_
