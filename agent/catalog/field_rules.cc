#include "agent/catalog/field_rules.h"

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "agent/core/bounds.h"

namespace linkstat::catalog {
namespace {

using core::kMaxList;
using core::kMaxPermissions;
using core::kMaxValueParts;
using google::protobuf::FieldDescriptor;

// The bounds of a list that are not 0 to kMaxList.
struct ListBounds {
  absl::string_view field;
  int min;
  int max;
};

constexpr ListBounds kLists[] = {
    {"linkstat.v1.Catalog.steps", 1, kMaxList},
    {"linkstat.v1.Catalog.form_fields", 1, kMaxList},
    {"linkstat.v1.Catalog.permissions", 1, kMaxPermissions},
    {"linkstat.v1.Catalog.unneeded_permissions", 0, kMaxPermissions},
    {"linkstat.v1.Catalog.data_domains", 1, kMaxList},
    {"linkstat.v1.Provenance.sources", 1, kMaxList},
    {"linkstat.v1.Prerequisite.any_of", 1, kMaxList},
    {"linkstat.v1.FormField.parts", 0, kMaxValueParts},
    {"linkstat.v1.Permission.data_domain_ids", 1, kMaxList},
};

Content ContentOf(const FieldDescriptor* field) {
  constexpr absl::string_view kLabels[] = {"label", "title", "value", "aliases", "also_called"};
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) return Content::kMessage;
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) return Content::kEnum;
  const absl::string_view name = field->name();
  if (name == "id" || absl::EndsWith(name, "_ids")) return Content::kId;
  if (name == "uri") return Content::kUri;
  if (name == "sha256") return Content::kSha256;
  return absl::c_linear_search(kLabels, name) ? Content::kLabel : Content::kText;
}

}  // namespace

FieldRule RuleOf(const FieldDescriptor* field) {
  const absl::string_view name = field->full_name();
  if (!field->is_repeated()) {
    const bool optional = field->has_optional_keyword() || name == "linkstat.v1.FormField.provided";
    return {ContentOf(field), optional ? 0 : 1, 1};
  }
  const auto* list =
      absl::c_find_if(kLists, [&](const ListBounds& bounds) { return bounds.field == name; });
  if (list == std::end(kLists)) return {ContentOf(field), 0, kMaxList};
  return {ContentOf(field), list->min, list->max};
}

}  // namespace linkstat::catalog
