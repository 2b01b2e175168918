#include "agent/service/report_batch.h"

#include <string>
#include <utility>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_set.h"
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
  Batch(AccountStore& accounts, const StateHistory& history, const ObservationTime& now,
        absl::Span<const v1::ServiceAccountReport* const> reports,
        const FutureReplaced& future_replaced)
      : accounts_(accounts),
        history_(history),
        now_(now),
        reports_(reports),
        future_replaced_(future_replaced),
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
    absl::flat_hash_set<std::string> replaced_future;
    for (auto& [id, places] : std::exchange(open_, {})) {
      LINKSTAT_ASSIGN_OR_RETURN(std::optional<AccountRecord> record, accounts_.Get(id));
      if (!record.has_value()) {
        for (const size_t place : places) results_[place] = AccountNotFound();
      } else if (const Merged merged = Merge(*record, places); merged.changed) {
        if (merged.replaced_future) replaced_future.insert(id);
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
        if (future_replaced_ && replaced_future.contains(writes[i].id)) {
          future_replaced_(writes[i].id);
        }
      } else {
        Reopen(writes[i].id, std::move(places));
      }
    }
    return absl::OkStatus();
  }

  // As MergeResult, of all reports of an account.
  struct Merged {
    bool changed = false;
    bool replaced_future = false;
  };

  Merged Merge(AccountRecord& record, const std::vector<size_t>& places) {
    Merged all;
    for (const size_t place : places) {
      const TimedState before = history_.StateOf(record.account);
      const MergeResult merged =
          MergeReport(history_.snapshot(), *reports_[place], now_.latest, record.account);
      if (merged.changed) history_.Mark(before, now_.now, record.account);
      all.changed = all.changed || merged.changed;
      all.replaced_future = all.replaced_future || merged.replaced_future;
      results_[place] = ReportResult{merged.outcome, record};
    }
    return all;
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
  const ObservationTime now_;
  const absl::Span<const v1::ServiceAccountReport* const> reports_;
  const FutureReplaced& future_replaced_;
  std::vector<Result> results_;
  ByAccount open_;
};

}  // namespace

absl::StatusOr<std::vector<Result>> StoreReports(
    AccountStore& accounts, const StateHistory& history, const ObservationTime& now,
    absl::Span<const v1::ServiceAccountReport* const> reports,
    const FutureReplaced& future_replaced) {
  return Batch(accounts, history, now, reports, future_replaced).Run();
}

}  // namespace linkstat::service
