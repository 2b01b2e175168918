#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/report/reports.h"
#include "client/cli/report/words.h"

namespace linkstat::cli {
namespace {

bool IsBad(v1::FieldState state) {
  return state == v1::FIELD_STATE_WRONG || state == v1::FIELD_STATE_MISSING;
}

Cell StateCell(v1::FieldState state) {
  if (state == v1::FIELD_STATE_OK) return {Word(state), Tone::kGood};
  return {Word(state), IsBad(state) ? Tone::kBad : Tone::kWarning};
}

std::string Expected(const v1::FieldResult& field) {
  if (!field.expected_values().empty()) return absl::StrJoin(field.expected_values(), ", ");
  switch (field.kind()) {
    case v1::FIELD_KIND_PROVIDED:
      return "(provided by the linking flow; not given here)";
    case v1::FIELD_KIND_MAY_BE_EMPTY:
      return "(anything, or empty)";
    case v1::FIELD_KIND_ANY_VALUE:
      return "(anything, not empty)";
    default:
      return "";
  }
}

Section FieldSection(const v1::CheckServiceAccountResponse& response) {
  Section section{"field", "Form", {"State", "Field", "Expected", "Seen"}, {}};
  for (const auto& field : response.fields()) {
    section.rows.push_back({StateCell(field.state()),
                            {field.label()},
                            {Expected(field)},
                            {absl::StrJoin(field.observed_values(), ", ")}});
  }
  return section;
}

Section LabelSection(const v1::CheckServiceAccountResponse& response) {
  Section section{"label", "How labels were matched", {"Label given", "How", "Field"}, {}};
  for (const auto& field : response.fields()) {
    if (!field.has_label_match()) continue;
    section.rows.push_back(
        {{field.label_match().input()}, {LowerWord(field.label_match().kind())}, {field.label()}});
  }
  return section;
}

Section GuidanceSection(const v1::CheckServiceAccountResponse& response) {
  Section section{"guidance", "How to fill it in", {"Field", "Guidance"}, {}};
  for (const auto& field : response.fields()) {
    if (field.has_guidance()) section.rows.push_back({{field.label()}, {field.guidance()}});
  }
  return section;
}

Section TransitionSection(const v1::CheckServiceAccountResponse& response) {
  Section section{"transition", "Moving from a previous authentication process", {"Rule"}, {}};
  if (!response.has_transition_rule()) return section;
  const v1::TransitionRule& rule = response.transition_rule();
  section.rows.push_back({{rule.instruction(), Tone::kWarning}});
  if (rule.has_caution()) section.rows.push_back({{rule.caution(), Tone::kWarning}});
  for (const auto& field : response.fields()) {
    if (field.transition_rule_applies()) {
      section.rows.push_back({{absl::StrCat("Concerns the field ", field.label(), ".")}});
    }
  }
  return section;
}

std::string Sentence(const v1::CheckServiceAccountResponse& response) {
  int bad = 0;
  int open = 0;
  for (const auto& field : response.fields()) {
    if (IsBad(field.state())) {
      ++bad;
    } else if (field.state() != v1::FIELD_STATE_OK) {
      ++open;
    }
  }
  std::string sentence = absl::StrCat("Form: ", bad, " of ", Count(response.fields_size(), "field"),
                                      " wrong or missing");
  if (open > 0) absl::StrAppend(&sentence, ", ", open, " not observed or not verified");
  return absl::StrCat(sentence, ". Permissions: ", PermissionSentence(response.permissions()));
}

}  // namespace

Report FormReport(const v1::CheckServiceAccountResponse& response) {
  Report report;
  report.headline = {"verdict", "", VerdictCell(response.verdict()), Sentence(response)};
  report.sections = {FieldSection(response), LabelSection(response),
                     UnrecognizedSection("unrecognized-field", "Labels not recognized",
                                         response.unrecognized_fields()),
                     GuidanceSection(response), TransitionSection(response)};
  std::vector<Section> permissions = PermissionSections(response.permissions());
  std::move(permissions.begin(), permissions.end(), std::back_inserter(report.sections));
  report.closing.push_back(RevisionLine(response.catalog_revision()));
  return report;
}

}  // namespace linkstat::cli
