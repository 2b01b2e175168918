#include "agent/core/answer_parts.h"

#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "agent/core/bounds.h"
#include "agent/core/form_field.h"
#include "google/protobuf/descriptor.h"

namespace linkstat::core {
namespace {

v1::ValueState StateOf(v1::FieldKind kind, bool known) {
  switch (kind) {
    case v1::FIELD_KIND_MAY_BE_EMPTY:
      return v1::VALUE_STATE_MAY_BE_EMPTY;
    case v1::FIELD_KIND_ANY_VALUE:
      return v1::VALUE_STATE_ANY;
    default:
      return known ? v1::VALUE_STATE_KNOWN : v1::VALUE_STATE_NOT_PROVIDED;
  }
}

std::string Display(v1::ValueState state, const std::vector<std::string>& values) {
  switch (state) {
    case v1::VALUE_STATE_NOT_PROVIDED:
      return "(provided by the linking flow; not given here)";
    case v1::VALUE_STATE_ANY:
      return "(any value, but not empty)";
    case v1::VALUE_STATE_MAY_BE_EMPTY:
      return "(any value, or empty)";
    default:
      return absl::StrJoin(values, ", ");
  }
}

using google::protobuf::FieldDescriptor;

bool IsText(const FieldDescriptor* field) {
  return field != nullptr && field->type() == FieldDescriptor::TYPE_STRING && !field->is_repeated();
}

// Copies each text that both messages have by the same name.
void CopyTexts(const v1::Permission& from, v1::GuidePermission& to) {
  std::vector<const FieldDescriptor*> present;
  from.GetReflection()->ListFields(from, &present);
  for (const FieldDescriptor* field : present) {
    const FieldDescriptor* const same = to.GetDescriptor()->FindFieldByName(field->name());
    if (!IsText(field) || !IsText(same)) continue;
    to.GetReflection()->SetString(&to, same, from.GetReflection()->GetString(from, field));
  }
}

}  // namespace

v1::GuidePermission MakeGuidePermission(const Snapshot& snapshot, int permission, v1::View view) {
  const v1::Catalog& catalog = snapshot.catalog();
  const v1::Permission& source = catalog.permissions(permission);
  v1::GuidePermission guide;
  guide.set_permission_id(source.id());
  guide.set_label(source.label());
  guide.set_level(source.level());
  for (int domain : snapshot.fed_domains()[permission]) {
    guide.add_unlocks(catalog.data_domains(domain).label());
  }
  if (view == v1::VIEW_FULL) CopyTexts(source, guide);
  return guide;
}

v1::GuideField MakeGuideField(const v1::FormField& field, const v1::LinkIdentity& identity,
                              v1::View view) {
  const std::vector<std::string> values = KnownValues(field, identity);
  v1::GuideField guide;
  guide.set_form_field_id(field.id());
  guide.set_label(field.label());
  guide.set_kind(field.kind());
  guide.set_value_state(StateOf(field.kind(), !values.empty()));
  for (const std::string& value : values) guide.add_values(value);
  guide.set_display(Display(guide.value_state(), values));
  if (view == v1::VIEW_FULL && field.has_guidance()) guide.set_guidance(field.guidance());
  return guide;
}

v1::UnrecognizedName MakeUnrecognizedName(const NameIndex& index, absl::string_view input) {
  v1::UnrecognizedName name;
  name.set_input(std::string(input));
  for (int entry : index.Nearest(input, kMaxSuggestions)) {
    v1::NameSuggestion& suggestion = *name.add_suggestions();
    suggestion.set_id(index.entries()[entry].id);
    suggestion.set_label(index.entries()[entry].label);
  }
  return name;
}

}  // namespace linkstat::core
