#include "agent/catalog/field_rules.h"

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "agent/core/bounds.h"

namespace linkstat::catalog {
namespace {

using core::kMaxList;
using core::kMaxPermissions;
using core::kMaxValueParts;

constexpr FieldRule kRules[] = {
    {"Catalog.provider", Content::kMessage, 1, 1},
    {"Catalog.auth_method", Content::kMessage, 1, 1},
    {"Catalog.provenance", Content::kMessage, 1, 1},
    {"Catalog.prerequisites", Content::kMessage, 0, kMaxList},
    {"Catalog.steps", Content::kMessage, 1, kMaxList},
    {"Catalog.form_fields", Content::kMessage, 1, kMaxList},
    {"Catalog.permissions", Content::kMessage, 1, kMaxPermissions},
    {"Catalog.unneeded_permissions", Content::kMessage, 0, kMaxPermissions},
    {"Catalog.data_domains", Content::kMessage, 1, kMaxList},
    {"Catalog.transition_rule", Content::kMessage, 0, 1},
    {"Catalog.notes", Content::kMessage, 0, kMaxList},
    {"Catalog.resources", Content::kMessage, 0, kMaxList},
    {"Provider.id", Content::kId, 1, 1},
    {"Provider.label", Content::kLabel, 1, 1},
    {"AuthMethod.id", Content::kId, 1, 1},
    {"AuthMethod.label", Content::kLabel, 1, 1},
    {"AuthMethod.description", Content::kText, 1, 1},
    {"AuthMethod.also_called", Content::kLabel, 0, kMaxList},
    {"Provenance.sources", Content::kMessage, 1, kMaxList},
    {"SourceDocument.id", Content::kId, 1, 1},
    {"SourceDocument.title", Content::kLabel, 1, 1},
    {"SourceDocument.sha256", Content::kSha256, 1, 1},
    {"Prerequisite.id", Content::kId, 1, 1},
    {"Prerequisite.summary", Content::kText, 1, 1},
    {"Prerequisite.any_of", Content::kMessage, 1, kMaxList},
    {"Prerequisite.origin", Content::kEnum, 1, 1},
    {"PrerequisiteOption.id", Content::kId, 1, 1},
    {"PrerequisiteOption.text", Content::kText, 1, 1},
    {"Step.id", Content::kId, 1, 1},
    {"Step.title", Content::kLabel, 1, 1},
    {"Step.instruction", Content::kText, 1, 1},
    {"Step.path", Content::kMessage, 1, 1},
    {"Step.content", Content::kEnum, 1, 1},
    {"Step.origin", Content::kEnum, 1, 1},
    {"NavigationPath.origin", Content::kEnum, 1, 1},
    {"NavigationPath.actions", Content::kMessage, 0, kMaxList},
    {"UiAction.kind", Content::kEnum, 1, 1},
    {"UiAction.label", Content::kLabel, 1, 1},
    {"UiAction.place", Content::kText, 0, 1},
    {"FormField.id", Content::kId, 1, 1},
    {"FormField.label", Content::kLabel, 1, 1},
    {"FormField.kind", Content::kEnum, 1, 1},
    {"FormField.value", Content::kLabel, 0, 1},
    {"FormField.parts", Content::kMessage, 0, kMaxValueParts},
    {"FormField.provided", Content::kEnum, 0, 1},
    {"FormField.guidance", Content::kText, 0, 1},
    {"FormField.aliases", Content::kLabel, 0, kMaxList},
    {"FormField.origin", Content::kEnum, 1, 1},
    {"ValuePart.id", Content::kId, 1, 1},
    {"ValuePart.value", Content::kLabel, 1, 1},
    {"Permission.id", Content::kId, 1, 1},
    {"Permission.label", Content::kLabel, 1, 1},
    {"Permission.aliases", Content::kLabel, 0, kMaxList},
    {"Permission.level", Content::kEnum, 1, 1},
    {"Permission.rationale", Content::kText, 1, 1},
    {"Permission.access_note", Content::kText, 0, 1},
    {"Permission.remediation", Content::kText, 1, 1},
    {"Permission.data_domain_ids", Content::kId, 1, kMaxList},
    {"Permission.origin", Content::kEnum, 1, 1},
    {"UnneededPermission.id", Content::kId, 1, 1},
    {"UnneededPermission.label", Content::kLabel, 1, 1},
    {"UnneededPermission.aliases", Content::kLabel, 0, kMaxList},
    {"UnneededPermission.note", Content::kText, 0, 1},
    {"DataDomain.id", Content::kId, 1, 1},
    {"DataDomain.label", Content::kLabel, 1, 1},
    {"DataDomain.aliases", Content::kLabel, 0, kMaxList},
    {"DataDomain.origin", Content::kEnum, 1, 1},
    {"TransitionRule.id", Content::kId, 1, 1},
    {"TransitionRule.applies_when", Content::kText, 1, 1},
    {"TransitionRule.instruction", Content::kText, 1, 1},
    {"TransitionRule.caution", Content::kText, 0, 1},
    {"TransitionRule.form_field_ids", Content::kId, 0, kMaxList},
    {"TransitionRule.origin", Content::kEnum, 1, 1},
    {"Note.id", Content::kId, 1, 1},
    {"Note.text", Content::kText, 1, 1},
    {"Note.origin", Content::kEnum, 1, 1},
    {"Resource.id", Content::kId, 1, 1},
    {"Resource.title", Content::kLabel, 1, 1},
    {"Resource.uri", Content::kUri, 0, 1},
    {"Resource.origin", Content::kEnum, 1, 1},
};

using RuleIndex = absl::flat_hash_map<absl::string_view, const FieldRule*>;

const RuleIndex& Index() {
  static const auto* const index = [] {
    auto* rules = new RuleIndex;
    for (const FieldRule& rule : kRules) rules->emplace(rule.field, &rule);
    return rules;
  }();
  return *index;
}

}  // namespace

const FieldRule* RuleOf(const google::protobuf::FieldDescriptor* field) {
  const auto found = Index().find(absl::StripPrefix(field->full_name(), "linkstat.v1."));
  return found == Index().end() ? nullptr : found->second;
}

}  // namespace linkstat::catalog
