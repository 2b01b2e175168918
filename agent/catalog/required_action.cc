#include "agent/catalog/required_action.h"

#include "agent/core/form_field.h"
#include "linkstat/v1/catalog.pb.h"

namespace linkstat::catalog {
namespace {

using google::protobuf::DynamicCastToGenerated;

bool IsRequired(const v1::Permission* permission) {
  return permission != nullptr && permission->level() == v1::PERMISSION_LEVEL_REQUIRED;
}

std::optional<std::string> PermissionAction(const v1::Permission* before,
                                            const v1::Permission& after) {
  if (!IsRequired(&after) || IsRequired(before)) return std::nullopt;
  return "the permission is required now; grant it to the service account";
}

// Whether everything that satisfied the kind `before` satisfies `after`.
bool Allows(v1::FieldKind after, v1::FieldKind before) {
  return after == before || after == v1::FIELD_KIND_MAY_BE_EMPTY ||
         (after == v1::FIELD_KIND_ANY_VALUE && before != v1::FIELD_KIND_MAY_BE_EMPTY);
}

std::optional<std::string> FormFieldAction(const v1::FormField* before,
                                           const v1::FormField& after) {
  if (before == nullptr) {
    if (after.kind() == v1::FIELD_KIND_MAY_BE_EMPTY) return std::nullopt;
    return "the form has a new field that must be filled in";
  }
  if (!Allows(after.kind(), before->kind())) return "what the field may hold is stricter now";
  if (after.kind() == v1::FIELD_KIND_FIXED &&
      core::KnownValues(after, {}) != core::KnownValues(*before, {})) {
    return "the value that the field must hold is another one now";
  }
  if (after.kind() == v1::FIELD_KIND_PROVIDED && after.provided() != before->provided()) {
    return "the field must hold another value of the linking flow now";
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> RequiredAction(const google::protobuf::Message* before,
                                          const google::protobuf::Message* after) {
  if (const auto* permission = DynamicCastToGenerated<v1::Permission>(after)) {
    return PermissionAction(DynamicCastToGenerated<v1::Permission>(before), *permission);
  }
  if (const auto* field = DynamicCastToGenerated<v1::FormField>(after)) {
    return FormFieldAction(DynamicCastToGenerated<v1::FormField>(before), *field);
  }
  return std::nullopt;
}

}  // namespace linkstat::catalog
