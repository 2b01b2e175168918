#include "agent/service/report_batch.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/container/btree_map.h"
#include "agent/base/error.h"
#include "agent/base/status_macros.h"
#include "agent/service/errors.h"
#include "agent/service/merge_report.h"
#include "agent/service/request_checks.h"

namespace linkstat::service {
namespace {

// All reports of a batch on one account.
class AccountReports final : public AccountChange {
 public:
  AccountReports(std::shared_ptr<const ReportBatch> batch, std::string id)
      : batch_(std::move(batch)), id_(std::move(id)) {}

  void Add(size_t place, const v1::ServiceAccountReport* report) {
    reports_.push_back({place, report});
  }

  absl::StatusOr<std::optional<AccountWrite>> Prepare() override {
    LINKSTAT_ASSIGN_OR_RETURN(std::optional<AccountRecord> record, batch_->accounts->Get(id_));
    if (!record.has_value()) return AccountNotFound();
    if (Merge(record->account)) {
      return AccountWrite{id_, record->revision, std::move(record->account)};
    }
    Finish(*std::move(record));
    return std::nullopt;
  }

  bool Settle(AccountWrite write, const store::WriteResult& outcome) override {
    if (outcome.outcome != store::WriteOutcome::kWritten) return false;
    Finish({id_, *std::move(write.account), outcome.revision});
    if (replaced_future_ && batch_->future_replaced) batch_->future_replaced(id_);
    return true;
  }

  void Fail(const absl::Status& status) override {
    for (const Report& it : reports_) batch_->done(it.place, status);
  }

 private:
  struct Report {
    size_t place;
    const v1::ServiceAccountReport* report;
    v1::ReportOutcome outcome = v1::REPORT_OUTCOME_UNSPECIFIED;
    v1::LinkState state = v1::LINK_STATE_UNSPECIFIED;
  };

  // Returns whether the account must be written.
  bool Merge(store::v1::StoredAccount& account) {
    const StateHistory& history = batch_->history;
    bool changed = false;
    replaced_future_ = false;
    for (Report& it : reports_) {
      const TimedState before = history.StateOf(account);
      const MergeResult merged =
          MergeReport(history.snapshot(), *it.report, batch_->now.latest, account);
      if (merged.changed) history.Mark(before, batch_->now.now, account);
      it.outcome = merged.outcome;
      it.state = merged.changed ? account.state_mark().state() : before.state;
      changed = changed || merged.changed;
      replaced_future_ = replaced_future_ || merged.replaced_future;
    }
    return changed;
  }

  void Finish(AccountRecord record) {
    const auto account = std::make_shared<const AccountRecord>(std::move(record));
    for (const Report& it : reports_) {
      batch_->done(it.place, ReportResult{it.outcome, it.state, account});
    }
  }

  const std::shared_ptr<const ReportBatch> batch_;
  const std::string id_;
  std::vector<Report> reports_;
  bool replaced_future_ = false;
};

}  // namespace

void PlanReports(const std::shared_ptr<const ReportBatch>& batch,
                 absl::Span<const v1::ServiceAccountReport* const> reports,
                 AccountChanges& changes) {
  absl::btree_map<absl::string_view, std::unique_ptr<AccountReports>> by_account;
  for (size_t i = 0; i < reports.size(); ++i) {
    FieldFaults faults;
    CheckReport(batch->history.snapshot(), *reports[i], batch->now, "report", faults);
    if (!faults.empty()) {
      batch->done(i, faults.ToStatus());
      continue;
    }
    const std::string& id = reports[i]->linked_account();
    std::unique_ptr<AccountReports>& change = by_account[id];
    if (change == nullptr) change = std::make_unique<AccountReports>(batch, id);
    change->Add(i, reports[i]);
  }
  for (auto& [id, change] : by_account) changes.push_back(std::move(change));
}

}  // namespace linkstat::service
