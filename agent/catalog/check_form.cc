#include "absl/strings/str_cat.h"
#include "agent/catalog/validate.h"
#include "agent/core/bounds.h"

namespace linkstat::catalog {
namespace {

// What a field of this kind must and must not have.
void CheckKind(const v1::FormField& field, const SourceLocation& place, FaultList& faults) {
  const auto add_if = [&](bool wrong, absl::string_view name, v1::CatalogFaultReason reason,
                          absl::string_view message) {
    if (wrong) faults.Add(place.At(name), reason, message);
  };
  constexpr auto kMissing = v1::CATALOG_FAULT_REASON_MISSING;
  constexpr auto kContradiction = v1::CATALOG_FAULT_REASON_CONTRADICTION;
  const bool is_provided = field.kind() == v1::FIELD_KIND_PROVIDED;
  const bool has_provided = field.provided() != v1::PROVIDED_VALUE_UNSPECIFIED;
  add_if(is_provided && !has_provided, "provided", kMissing,
         "is not set; say which value the linking flow provides");
  add_if(!is_provided && has_provided, "provided", kContradiction,
         "belongs to a PROVIDED field only; remove it or change the kind");
  const bool is_fixed = field.kind() == v1::FIELD_KIND_FIXED;
  const bool has_parts = !field.parts().empty();
  add_if(is_fixed && !field.has_value() && !has_parts, "value", kMissing,
         "is absent; a FIXED field needs a value or parts");
  add_if(is_fixed && field.has_value() && has_parts, "parts", kContradiction,
         "are set together with a value; keep one of the two");
  add_if(is_fixed && has_parts && field.parts_size() < core::kMinValueParts, "parts",
         v1::CATALOG_FAULT_REASON_OUT_OF_BOUNDS,
         absl::StrCat("has 1 entry, fewer than ", core::kMinValueParts,
                      "; write one choice as the value"));
  add_if(!is_fixed && field.has_value(), "value", kContradiction,
         "belongs to a FIXED field only; remove it or change the kind");
  add_if(!is_fixed && has_parts, "parts", kContradiction,
         "belong to a FIXED field only; remove them or change the kind");
}

}  // namespace

void CheckForm(const v1::Catalog& catalog, const SourceLocation& place, FaultList& faults) {
  Distinct provided(faults);
  for (int i = 0; i < catalog.form_fields_size(); ++i) {
    const v1::FormField& field = catalog.form_fields(i);
    const SourceLocation entry = place.At("form_fields", i);
    if (v1::ProvidedValue_IsValid(field.provided()) &&
        field.provided() != v1::PROVIDED_VALUE_UNSPECIFIED) {
      provided.Add(v1::ProvidedValue_Name(field.provided()), entry.At("provided"));
    }
    // What goes with a kind that the schema does not have is unknown.
    if (v1::FieldKind_IsValid(field.kind()) && field.kind() != v1::FIELD_KIND_UNSPECIFIED) {
      CheckKind(field, entry, faults);
    }
  }
}

}  // namespace linkstat::catalog
