#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/report/reports.h"
#include "client/cli/report/words.h"

namespace linkstat::cli {
namespace {

Cell StateCell(const v1::PermissionResult& result) {
  const std::string word = Word(result.state());
  if (result.state() == v1::PERMISSION_STATE_GRANTED) return {word, Tone::kGood};
  if (result.state() == v1::PERMISSION_STATE_UNKNOWN) return {word, Tone::kWarning};
  return {word, result.level() == v1::PERMISSION_LEVEL_REQUIRED ? Tone::kBad : Tone::kWarning};
}

Cell StateCell(v1::DomainState state) {
  if (state == v1::DOMAIN_STATE_AVAILABLE) return {Word(state), Tone::kGood};
  return {Word(state), state == v1::DOMAIN_STATE_BLOCKED ? Tone::kBad : Tone::kWarning};
}

Section ResultSection(const v1::CheckPermissionsResponse& response) {
  Section section{"permission", "Permissions", {"State", "Permission", "Level"}, {}};
  for (const auto& result : response.results()) {
    section.rows.push_back({StateCell(result), {result.label()}, {LowerWord(result.level())}});
  }
  return section;
}

Section MatchSection(const v1::CheckPermissionsResponse& response) {
  Section section{"match", "How names were matched", {"Name given", "How", "Permission"}, {}};
  const auto add = [&](const auto& entry) {
    for (const auto& match : entry.matches()) {
      section.rows.push_back({{match.input()}, {LowerWord(match.kind())}, {entry.label()}});
    }
  };
  for (const auto& result : response.results()) add(result);
  for (const auto& extra : response.extra()) add(extra);
  return section;
}

Section ExtraSection(const v1::CheckPermissionsResponse& response) {
  Section section{"extra", "Granted, but not needed", {"Permission", "Note"}, {}};
  for (const auto& extra : response.extra()) {
    section.rows.push_back({{extra.label(), Tone::kWarning}, {extra.note()}});
  }
  return section;
}

Section ImpactSection(const v1::CheckPermissionsResponse& response) {
  std::map<std::string, std::string> labels;
  for (const auto& result : response.results()) labels[result.permission_id()] = result.label();
  Section section{"impact", "Data", {"State", "Data", "Blocked by"}, {}};
  for (const auto& impact : response.impacts()) {
    const std::string blocked_by = absl::StrJoin(
        impact.blocked_by_permission_ids(), ", ", [&](std::string* out, const std::string& id) {
          const auto label = labels.find(id);
          out->append(label == labels.end() ? id : label->second);
        });
    section.rows.push_back({StateCell(impact.state()), {impact.label()}, {blocked_by}});
  }
  return section;
}

// The texts of a full answer: what `text` gives for each permission, where it
// gives something.
template <typename Text>
Section TextSection(std::string key, std::string title, std::string column,
                    const v1::CheckPermissionsResponse& response, Text text) {
  Section section{std::move(key), std::move(title), {"Permission", std::move(column)}, {}};
  for (const auto& result : response.results()) {
    const std::string& content = text(result);
    if (!content.empty()) section.rows.push_back({{result.label()}, {content}});
  }
  return section;
}

}  // namespace

Section UnrecognizedSection(std::string key, std::string title,
                            const google::protobuf::RepeatedPtrField<v1::UnrecognizedName>& names) {
  Section section{std::move(key), std::move(title), {"Name given", "Did you mean"}, {}};
  for (const auto& name : names) {
    const std::string near = absl::StrJoin(
        name.suggestions(), ", ",
        [](std::string* out, const auto& suggestion) { out->append(suggestion.label()); });
    section.rows.push_back({{name.input(), Tone::kWarning}, {near}});
  }
  return section;
}

std::vector<Section> PermissionSections(const v1::CheckPermissionsResponse& response) {
  return {ResultSection(response),
          MatchSection(response),
          UnrecognizedSection("unrecognized", "Not recognized", response.unrecognized()),
          ExtraSection(response),
          ImpactSection(response),
          TextSection(
              "remediation", "What to do", "Advice", response,
              [](const auto& result) -> const auto& { return result.remediation(); }),
          TextSection(
              "rationale", "Why it is needed", "Why", response,
              [](const auto& result) -> const auto& { return result.rationale(); }),
          TextSection(
              "access-note", "About the access", "Note", response,
              [](const auto& result) -> const auto& { return result.access_note(); })};
}

std::string PermissionSentence(const v1::CheckPermissionsResponse& response) {
  if (response.verdict() == v1::VERDICT_INDETERMINATE) return "No permissions were observed.";
  int required = 0;
  int missing = 0;
  for (const auto& result : response.results()) {
    if (result.level() != v1::PERMISSION_LEVEL_REQUIRED) continue;
    ++required;
    if (result.state() == v1::PERMISSION_STATE_MISSING) ++missing;
  }
  if (missing == 0) return absl::StrCat("All ", required, " required permissions are granted.");
  return absl::StrCat(missing, " of ", required, " required permissions ",
                      missing == 1 ? "is" : "are", " missing.");
}

Report CheckReport(const v1::CheckPermissionsResponse& response) {
  Report report;
  report.headline = {"verdict", "", VerdictCell(response.verdict()), PermissionSentence(response)};
  report.sections = PermissionSections(response);
  report.closing.push_back(RevisionLine(response.catalog_revision()));
  return report;
}

}  // namespace linkstat::cli
