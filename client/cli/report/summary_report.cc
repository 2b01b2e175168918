#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/cli/output/table.h"
#include "client/cli/report/account_report.h"
#include "client/cli/report/reports.h"
#include "client/cli/report/words.h"

namespace linkstat::cli {
namespace {

constexpr int kBarWidth = 30;

// A table of numbers, each with a bar where bars are shown.
class CountTable {
 public:
  // A bar is as long as it can be for `whole` accounts.
  CountTable(std::string key, std::string title, std::string column, int64_t whole, bool bars)
      : section_{std::move(key), std::move(title), {std::move(column), "Accounts"}, {}},
        whole_(whole),
        bars_(bars) {
    if (bars_) section_.columns.emplace_back("");
  }

  void Add(Cell what, int64_t accounts) {
    const Tone tone = what.tone;
    std::vector<Cell> row = {std::move(what), {absl::StrCat(accounts)}};
    if (bars_) row.push_back({Bar(accounts, whole_, kBarWidth), tone});
    section_.rows.push_back(std::move(row));
  }

  const Section& section() const { return section_; }

 private:
  Section section_;
  const int64_t whole_;
  const bool bars_;
};

Section StateSection(const v1::SummarizeLinkedAccountsResponse& response, int64_t total,
                     bool bars) {
  CountTable table("state", "By state", "State", total, bars);
  for (const v1::StateCount& count : response.states()) {
    table.Add(StateCell(count.state()), count.accounts());
  }
  return table.section();
}

Section MissingSection(const v1::SummarizeLinkedAccountsResponse& response, int64_t total,
                       bool bars) {
  std::vector<v1::MissingCount> missed(response.missing().begin(), response.missing().end());
  missed.erase(std::remove_if(missed.begin(), missed.end(),
                              [](const auto& count) { return count.accounts() == 0; }),
               missed.end());
  std::stable_sort(missed.begin(), missed.end(),
                   [](const auto& a, const auto& b) { return a.accounts() > b.accounts(); });
  CountTable table("missing", "Permissions that are missing", "Permission", total, bars);
  for (const v1::MissingCount& count : missed) {
    table.Add({count.label(), Tone::kBad}, count.accounts());
  }
  return table.section();
}

}  // namespace

Report SummaryReport(const v1::SummarizeLinkedAccountsResponse& response,
                     const Terminal& terminal) {
  int64_t total = 0;
  int64_t ready = 0;
  for (const v1::StateCount& count : response.states()) {
    total += count.accounts();
    if (count.state() == v1::LINK_STATE_READY) ready += count.accounts();
  }
  Report report;
  report.headline = NumberLine("accounts", "Linked accounts", total);
  report.headline.sentence = absl::StrCat(ready, " READY.");
  report.sections = {StateSection(response, total, terminal.interactive),
                     MissingSection(response, total, terminal.interactive)};
  report.closing.push_back(RevisionLine(response.catalog_revision()));
  return report;
}

}  // namespace linkstat::cli
