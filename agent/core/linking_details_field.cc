#include "agent/core/linking_details_field.h"

#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "agent/core/known_values.h"

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

}  // namespace

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

}  // namespace linkstat::core
