#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "agent/core/render_model.h"

namespace linkstat::core {
namespace {

using Details = v1::GetLinkingDetailsResponse;
using Strings = google::protobuf::RepeatedPtrField<std::string>;

Span Text(absl::string_view text) { return {Span::Kind::kText, std::string(text)}; }
Span Literal(absl::string_view text) { return {Span::Kind::kLiteral, std::string(text)}; }
Span Strong(absl::string_view text) { return {Span::Kind::kStrong, std::string(text)}; }

void AppendLiterals(const Strings& literals, Line& line) {
  for (int i = 0; i < literals.size(); ++i) {
    if (i > 0) line.push_back(Text(", "));
    line.push_back(Literal(literals[i]));
  }
}

void AddIntroduction(const v1::AuthMethod& method, std::vector<Block>& blocks) {
  blocks.push_back(Paragraph{{Text(absl::StrCat(method.label(), ": ", method.description()))}});
  if (method.also_called().empty()) return;
  Line names = {Text("Also called: ")};
  AppendLiterals(method.also_called(), names);
  names.push_back(Text("."));
  blocks.push_back(Paragraph{std::move(names)});
}

// One option is enough, so every option after the first begins with "or".
List Options(const v1::Prerequisite& prerequisite) {
  List options{.ordered = false, .items = {}};
  for (const v1::PrerequisiteOption& option : prerequisite.any_of()) {
    Line item;
    if (!options.items.empty()) item = {Strong("or:"), Text(" ")};
    item.push_back(Text(option.text()));
    options.items.push_back(std::move(item));
  }
  return options;
}

void AddPrerequisites(const Details& details, std::vector<Block>& blocks) {
  if (details.prerequisites().empty()) return;
  blocks.push_back(Heading{2, {Text("Before you begin")}});
  for (const v1::Prerequisite& prerequisite : details.prerequisites()) {
    blocks.push_back(Heading{3, {Text(prerequisite.summary())}});
    blocks.push_back(Options(prerequisite));
  }
}

Line ActionLine(const v1::UiAction& action) {
  const bool expand = action.kind() == v1::UI_ACTION_KIND_EXPAND;
  Line line = {Text(expand ? "Expand " : "Click "), Literal(action.label())};
  line.push_back(Text(action.has_place() ? absl::StrCat(" (", action.place(), ").") : "."));
  return line;
}

void AddPath(const v1::NavigationPath& path, std::vector<Block>& blocks) {
  if (path.actions().empty()) return;
  List actions{.ordered = true, .items = {}};
  for (const v1::UiAction& action : path.actions()) actions.items.push_back(ActionLine(action));
  blocks.push_back(std::move(actions));
}

Line ConcernedFields(const Details& details) {
  Strings labels;
  for (const std::string& id : details.transition_rule().form_field_ids()) {
    for (const v1::GuideField& field : details.form_fields()) {
      if (field.form_field_id() == id) *labels.Add() = field.label();
    }
  }
  if (labels.empty()) return {};
  Line line = {Text("This concerns: ")};
  AppendLiterals(labels, line);
  line.push_back(Text("."));
  return line;
}

void AddTransitionRule(const Details& details, std::vector<Block>& blocks) {
  if (!details.has_transition_rule()) return;
  const v1::TransitionRule& rule = details.transition_rule();
  Callout callout;
  callout.paragraphs.push_back({Strong("Transition:"), Text(" "), Text(rule.applies_when())});
  callout.paragraphs.push_back({Text(rule.instruction())});
  if (rule.has_caution()) callout.paragraphs.push_back({Text(rule.caution())});
  if (Line fields = ConcernedFields(details); !fields.empty()) {
    callout.paragraphs.push_back(std::move(fields));
  }
  blocks.push_back(std::move(callout));
}

FormRow MakeRow(const v1::GuideField& field) {
  FormRow row;
  row.label = {Text(field.label())};
  if (field.value_state() == v1::VALUE_STATE_KNOWN) {
    AppendLiterals(field.values(), row.value);
  } else {
    row.value = {Text(field.display())};
  }
  if (field.has_guidance()) row.guidance = {Text(field.guidance())};
  return row;
}

void AddForm(const Details& details, std::vector<Block>& blocks) {
  Form form;
  for (const v1::GuideField& field : details.form_fields()) form.rows.push_back(MakeRow(field));
  blocks.push_back(std::move(form));
}

Term MakeTerm(const v1::GuidePermission& permission) {
  Term term;
  term.name = {Literal(permission.label())};
  if (permission.level() == v1::PERMISSION_LEVEL_OPTIONAL) term.name.push_back(Text(" (optional)"));
  term.details.push_back({Strong("Why:"), Text(" "), Text(permission.rationale())});
  Line unlocks = {Strong("Unlocks:"), Text(" ")};
  for (int i = 0; i < permission.unlocks_size(); ++i) {
    unlocks.push_back(Text(absl::StrCat(i > 0 ? ", " : "", permission.unlocks(i))));
  }
  term.details.push_back(std::move(unlocks));
  if (permission.has_access_note()) {
    term.details.push_back({Strong("Access:"), Text(" "), Text(permission.access_note())});
  }
  return term;
}

void AddPermissions(const Details& details, const v1::NavigationPath& path,
                    std::vector<Block>& blocks) {
  if (path.origin() == v1::FACT_ORIGIN_ABSENT) {
    blocks.push_back(Paragraph{{Text(
        absl::StrCat("The source of this guide does not say where to find the permissions in ",
                     details.provider().label(), "."))}});
  }
  Terms terms;
  for (const v1::GuidePermission& permission : details.permissions()) {
    terms.items.push_back(MakeTerm(permission));
  }
  blocks.push_back(std::move(terms));
}

void AddStep(const Details& details, int number, std::vector<Block>& blocks) {
  const v1::Step& step = details.steps(number);
  blocks.push_back(Heading{2, {Text(absl::StrCat("Step ", number + 1, ": ", step.title()))}});
  blocks.push_back(Paragraph{{Text(step.instruction())}});
  AddPath(step.path(), blocks);
  if (step.content() == v1::STEP_CONTENT_FORM) {
    AddTransitionRule(details, blocks);
    AddForm(details, blocks);
  }
  if (step.content() == v1::STEP_CONTENT_PERMISSIONS) {
    AddPermissions(details, step.path(), blocks);
  }
}

void AddNotes(const Details& details, std::vector<Block>& blocks) {
  if (details.notes().empty()) return;
  blocks.push_back(Heading{2, {Text("Notes")}});
  List notes{.ordered = false, .items = {}};
  for (const v1::Note& note : details.notes()) notes.items.push_back({Text(note.text())});
  blocks.push_back(std::move(notes));
}

}  // namespace

GuideModel BuildGuide(const Details& details) {
  GuideModel guide;
  guide.title = absl::StrCat("Link your ", details.provider().label(), " account");
  AddIntroduction(details.auth_method(), guide.blocks);
  AddPrerequisites(details, guide.blocks);
  for (int i = 0; i < details.steps_size(); ++i) AddStep(details, i, guide.blocks);
  AddNotes(details, guide.blocks);
  guide.blocks.push_back(
      Paragraph{{Text("Catalog revision: "), Literal(details.catalog_revision())}});
  return guide;
}

}  // namespace linkstat::core
