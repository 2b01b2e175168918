#include "client/cli/accounts/account_board.h"

#include <algorithm>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "client/cli/output/safe_text.h"
#include "client/cli/output/table.h"
#include "client/cli/report/account_report.h"
#include "client/cli/report/words.h"

namespace linkstat::cli {
namespace {

// More than any terminal shows.
constexpr size_t kMaxChanges = 200;

}  // namespace

void AccountBoard::Apply(const v1::WatchLinkedAccountsResponse& event) {
  switch (event.event_case()) {
    case v1::WatchLinkedAccountsResponse::kLinkedAccount: {
      const v1::LinkedAccount& account = event.linked_account();
      Forget(account.id());
      states_[account.id()] = account.state();
      ++counts_[account.state()];
      AddChange(account.id(), AccountRow(account));
      break;
    }
    case v1::WatchLinkedAccountsResponse::kDeletedId:
      Forget(event.deleted_id());
      AddChange(event.deleted_id(), {{"DELETED", Tone::kFaint}, {event.deleted_id()}, {""}, {""}});
      break;
    case v1::WatchLinkedAccountsResponse::kRestart:
      *this = AccountBoard();
      break;
    default:
      break;
  }
}

void AccountBoard::Forget(const std::string& id) {
  const auto known = states_.find(id);
  if (known == states_.end()) return;
  --counts_[known->second];
  states_.erase(known);
}

void AccountBoard::AddChange(const std::string& id, std::vector<Cell> cells) {
  const auto before = std::find_if(changes_.begin(), changes_.end(),
                                   [&](const Change& change) { return change.id == id; });
  if (before != changes_.end()) changes_.erase(before);
  changes_.push_front({id, std::move(cells)});
  if (changes_.size() > kMaxChanges) changes_.pop_back();
}

std::vector<std::string> AccountBoard::Lines(const Terminal& terminal,
                                             const std::string& status) const {
  std::vector<std::string> numbers = {Count(static_cast<int64_t>(states_.size()), "account")};
  for (const auto& [state, count] : counts_) {
    if (count == 0) continue;
    const Cell cell = StateCell(state);
    numbers.push_back(
        absl::StrCat(count, " ", Painted(SafeText(cell.text), cell.tone, terminal.colour)));
  }
  Section table = AccountSection();
  for (const Change& change : changes_) table.rows.push_back(change.cells);
  std::ostringstream text;
  if (!table.rows.empty()) WriteTable(table, terminal, text);
  std::vector<std::string> lines = {absl::StrJoin(numbers, "  ")};
  const std::string written = text.str();
  for (absl::string_view line : absl::StrSplit(written, '\n', absl::SkipEmpty())) {
    lines.emplace_back(line);
  }
  // The status and the line of the cursor need space as well.
  const auto space = static_cast<size_t>(std::max(terminal.height - 2, 1));
  if (lines.size() > space) lines.resize(space);
  lines.push_back(SafeText(status));
  return lines;
}

}  // namespace linkstat::cli
