#include "agent/service/report_batch.h"

#include <string>
#include <utility>

#include "absl/container/btree_map.h"
#include "agent/base/status_macros.h"
#include "agent/service/errors.h"
#include "agent/service/limits.h"
#include "agent/service/merge_report.h"

namespace linkstat::service {
namespace {

using Result = absl::StatusOr<ReportResult>;

// The reports of one account, by their place in the batch, in order.
using ByAccount = absl::btree_map<std::string, std::vector<size_t>>;

class Batch {
 public:
  Batch(AccountStore& accounts, const StateHistory& history, absl::Time now,
        absl::Span<const v1::ServiceAccountReport* const> reports)
      : accounts_(accounts),
        history_(history),
        now_(now),
        reports_(reports),
        // Stays where others were faster every time.
        results_(reports.size(), Result(Conflict())) {
    for (size_t i = 0; i < reports.size(); ++i) {
      open_[reports[i]->linked_account()].push_back(i);
    }
  }

  absl::StatusOr<std::vector<Result>> Run() {
    for (int attempt = 0; attempt < kMaxAttempts && !open_.empty(); ++attempt) {
      LINKSTAT_RETURN_IF_ERROR(Try());
    }
    return std::move(results_);
  }

 private:
  // Reads, merges and writes the accounts that are still open. Those that
  // somebody else wrote to in between stay open.
  absl::Status Try() {
    std::vector<AccountWrite> writes;
    ByAccount written;
    for (auto& [id, places] : std::exchange(open_, {})) {
      LINKSTAT_ASSIGN_OR_RETURN(absl::optional<AccountRecord> record, accounts_.Get(id));
      if (!record.has_value()) {
        for (const size_t place : places) results_[place] = AccountNotFound();
      } else if (Merge(*record, places)) {
        writes.push_back({id, record->revision, std::move(record->account)});
        written.emplace(id, std::move(places));
      }
    }
    if (writes.empty()) return absl::OkStatus();
    LINKSTAT_ASSIGN_OR_RETURN(const std::vector<store::WriteResult> outcomes,
                              accounts_.Write(writes));
    for (size_t i = 0; i < writes.size(); ++i) {
      std::vector<size_t>& places = written[writes[i].id];
      if (outcomes[i].outcome == store::WriteOutcome::kWritten) {
        Settle(places, outcomes[i].revision);
      } else {
        Reopen(writes[i].id, std::move(places));
      }
    }
    return absl::OkStatus();
  }

  // Whether the account has to be written.
  bool Merge(AccountRecord& record, const std::vector<size_t>& places) {
    bool changed = false;
    for (const size_t place : places) {
      const TimedState before = history_.StateOf(record.account);
      const MergeResult merged = MergeReport(history_.snapshot(), *reports_[place], record.account);
      if (merged.changed) history_.Mark(before, now_, record.account);
      changed = changed || merged.changed;
      results_[place] = ReportResult{merged.outcome, record};
    }
    return changed;
  }

  void Settle(const std::vector<size_t>& places, store::Revision revision) {
    for (const size_t place : places) results_[place]->record.revision = revision;
  }

  void Reopen(const std::string& id, std::vector<size_t> places) {
    for (const size_t place : places) results_[place] = Conflict();
    open_.emplace(id, std::move(places));
  }

  AccountStore& accounts_;
  const StateHistory& history_;
  const absl::Time now_;
  const absl::Span<const v1::ServiceAccountReport* const> reports_;
  std::vector<Result> results_;
  ByAccount open_;
};

}  // namespace

absl::StatusOr<std::vector<Result>> StoreReports(
    AccountStore& accounts, const StateHistory& history, absl::Time now,
    absl::Span<const v1::ServiceAccountReport* const> reports) {
  return Batch(accounts, history, now, reports).Run();
}

}  // namespace linkstat::service
