#include <string>

#include "absl/strings/str_cat.h"
#include "client/cli/report/account_report.h"
#include "client/cli/report/reports.h"
#include "client/cli/report/words.h"

namespace linkstat::cli {
namespace {

std::string Sentence(const v1::PreviewCatalogImpactResponse& response, int64_t moving) {
  if (moving == 0) return "No account would have another state.";
  std::string sentence = absl::StrCat(Count(moving, "account"), " would have another state");
  if (moving > response.accounts_size()) {
    absl::StrAppend(&sentence, ", of which ", response.accounts_size(), " are listed");
  }
  return sentence + ".";
}

}  // namespace

int64_t MovingAccounts(const v1::PreviewCatalogImpactResponse& response) {
  int64_t moving = 0;
  for (const v1::StateMove& move : response.moves()) moving += move.accounts();
  return moving;
}

Report ImpactReport(const v1::PreviewCatalogImpactResponse& response) {
  const int64_t moving = MovingAccounts(response);
  Report report;
  report.headline = {
      "impact",
      "",
      {moving == 0 ? "NONE" : "ACCOUNTS_MOVE", moving == 0 ? Tone::kGood : Tone::kBad},
      Sentence(response, moving)};
  Section moves{"move", "Moves", {"From", "To", "Accounts"}, {}};
  for (const v1::StateMove& move : response.moves()) {
    moves.rows.push_back(
        {StateCell(move.from()), StateCell(move.to()), {absl::StrCat(move.accounts())}});
  }
  Section reasons{"reason", "Why", {"Reason", "Accounts"}, {}};
  for (const v1::ReasonCount& count : response.reasons()) {
    reasons.rows.push_back({{ReasonText(count.reason())}, {absl::StrCat(count.accounts())}});
  }
  Section accounts{"account", "Accounts that would move", {"Account", "From", "To", "Why"}, {}};
  for (const v1::MovingAccount& account : response.accounts()) {
    accounts.rows.push_back({{account.id()},
                             StateCell(account.from()),
                             StateCell(account.to()),
                             {ReasonsText(account.reasons())}});
  }
  report.sections = {moves, reasons, accounts};
  report.closing.push_back(RevisionLine(response.from_revision(), "from", "From revision"));
  report.closing.push_back(RevisionLine(response.to_revision(), "to", "To revision"));
  return report;
}

}  // namespace linkstat::cli
