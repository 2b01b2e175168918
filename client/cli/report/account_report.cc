#include "client/cli/report/account_report.h"

#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/cli/report/reports.h"
#include "client/cli/report/words.h"

namespace linkstat::cli {
namespace {

std::string ObservedText(const v1::LinkedAccount& account) {
  return account.has_observed_at() ? TimeText(account.observed_at()) : "never";
}

std::string SinceText(const v1::LinkedAccount& account) {
  return account.has_state_since() ? TimeText(account.state_since()) : "not known";
}

std::string RelinkedText(const v1::LinkedAccount& account) {
  if (!account.transitioning()) return "not needed";
  return account.has_relinked_at() ? TimeText(account.relinked_at()) : "not yet";
}

Section DetailSection(const v1::LinkedAccount& account) {
  Section section{"detail", "Account", {"What", "Value"}, {}};
  const auto add = [&](std::string what, std::string value) {
    section.rows.push_back({{std::move(what)}, {std::move(value)}});
  };
  add("First Name", account.identity().first_name());
  add("Work Email", account.identity().work_email());
  add("In this state since", SinceText(account));
  add("Created", TimeText(account.created_at()));
  add("Observed", ObservedText(account));
  if (account.has_observation_age()) {
    add("Age of the observation", DurationText(account.observation_age()));
  }
  add("Linked again", RelinkedText(account));
  add("Etag", account.etag());
  return section;
}

Section ReasonSection(const v1::LinkedAccount& account) {
  Section section{"reason", "Why", {"Reason", "Concerns"}, {}};
  for (const v1::StateReason& reason : account.reasons()) {
    section.rows.push_back({{LowerWord(reason.kind())}, {reason.label()}});
  }
  return section;
}

}  // namespace

Report AccountReport(const v1::LinkedAccount& account) {
  Report report;
  report.headline = {"account", "", StateCell(account.state()), account.id()};
  report.sections = {DetailSection(account), ReasonSection(account)};
  if (account.has_permissions()) {
    std::vector<Section> permissions = PermissionSections(account.permissions());
    std::move(permissions.begin(), permissions.end(), std::back_inserter(report.sections));
  }
  report.closing.push_back(RevisionLine(account.catalog_revision()));
  return report;
}

Report OutcomeReport(v1::ReportOutcome outcome, const v1::LinkedAccount& account) {
  const bool accepted = outcome == v1::REPORT_OUTCOME_ACCEPTED;
  Line line;
  line.key = "outcome";
  line.title = "Report";
  line.word.text = Word(outcome);
  line.word.tone = accepted ? Tone::kGood : Tone::kWarning;
  line.sentence =
      accepted ? "The account was updated." : "A newer observation is stored; nothing was changed.";
  Report report = AccountReport(account);
  report.closing.insert(report.closing.begin(), std::move(line));
  return report;
}

Section AccountSection() {
  return {"account", "Accounts", {"State", "Account", "Observed", "Why"}, {}};
}

std::vector<Cell> AccountRow(const v1::LinkedAccount& account) {
  return {StateCell(account.state()),
          {account.id()},
          {ObservedText(account)},
          {ReasonsText(account.reasons())}};
}

Cell StateCell(v1::LinkState state) {
  switch (state) {
    case v1::LINK_STATE_READY:
      return {Word(state), Tone::kGood};
    case v1::LINK_STATE_PENDING:
      return {Word(state), Tone::kWarning};
    default:
      return {Word(state), Tone::kBad};
  }
}

std::string ReasonText(const v1::StateReason& reason) {
  std::string text = LowerWord(reason.kind());
  if (!reason.label().empty()) absl::StrAppend(&text, ": ", reason.label());
  return text;
}

std::string ReasonsText(const google::protobuf::RepeatedPtrField<v1::StateReason>& reasons) {
  std::string text;
  auto kind = v1::STATE_REASON_KIND_UNSPECIFIED;
  for (const v1::StateReason& reason : reasons) {
    if (reason.kind() == kind) {
      absl::StrAppend(&text, ", ", reason.label());
    } else {
      absl::StrAppend(&text, text.empty() ? "" : "; ", ReasonText(reason));
    }
    kind = reason.kind();
  }
  return text;
}

}  // namespace linkstat::cli
