#include "absl/strings/str_cat.h"
#include "client/cli/report/reports.h"
#include "client/cli/report/words.h"

namespace linkstat::cli {
namespace {

Tone ToneOf(v1::ChangeKind kind) {
  switch (kind) {
    case v1::CHANGE_KIND_ADDED:
      return Tone::kGood;
    case v1::CHANGE_KIND_REMOVED:
      return Tone::kBad;
    default:
      return Tone::kWarning;
  }
}

std::string Entry(const v1::EntryChange& change) {
  return change.id().empty() ? change.list() : absl::StrCat(change.list(), "/", change.id());
}

std::string Headline(const v1::DiffCatalogResponse& response) {
  if (response.changes().empty()) return "SAME";
  return response.accounts_must_act() ? "ACCOUNTS_MUST_ACT" : "CHANGED";
}

}  // namespace

Report DiffReport(const v1::DiffCatalogResponse& response) {
  Report report;
  report.headline = {"diff",
                     "",
                     {Headline(response), response.accounts_must_act() ? Tone::kBad : Tone::kGood},
                     absl::StrCat(Count(response.changes_size(), "difference"), ".")};
  Section changes{"change", "Changes", {"Change", "Entry", "Label"}, {}};
  Section fields{"changed-field", "Changed fields", {"Entry", "Field", "Before", "After"}, {}};
  Section must_act{"must-act", "Why accounts must act", {"Entry", "Why"}, {}};
  for (const v1::EntryChange& change : response.changes()) {
    changes.rows.push_back(
        {{Word(change.kind()), ToneOf(change.kind())}, {Entry(change)}, {change.label()}});
    for (const v1::FieldChange& field : change.fields()) {
      fields.rows.push_back({{Entry(change)},
                             {field.field()},
                             {field.has_before() ? field.before() : "(not set)"},
                             {field.has_after() ? field.after() : "(not set)"}});
    }
    if (change.has_must_act()) {
      must_act.rows.push_back({{Entry(change)}, {change.must_act(), Tone::kBad}});
    }
  }
  report.sections = {changes, fields, must_act};
  report.closing.push_back(RevisionLine(response.from_revision(), "from", "From revision"));
  report.closing.push_back(RevisionLine(response.to_revision(), "to", "To revision"));
  return report;
}

}  // namespace linkstat::cli
