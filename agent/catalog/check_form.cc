#include "absl/strings/str_cat.h"
#include "agent/catalog/checks.h"
#include "agent/catalog/distinct.h"
#include "agent/core/bounds.h"

namespace linkstat::catalog {
namespace {

void CheckFixed(const v1::FormField& field, const SourceLocation& place, FaultList& faults) {
  if (!field.has_value() && field.parts().empty()) {
    faults.Add(place.At("value"), v1::CATALOG_FAULT_REASON_MISSING,
               "is absent; a FIXED field needs a value or parts");
  }
  if (field.has_value() && !field.parts().empty()) {
    faults.Add(place.At("parts"), v1::CATALOG_FAULT_REASON_CONTRADICTION,
               "are set together with a value; keep one of the two");
  }
  if (!field.parts().empty() && field.parts_size() < core::kMinValueParts) {
    faults.Add(place.At("parts"), v1::CATALOG_FAULT_REASON_OUT_OF_BOUNDS,
               absl::StrCat("has 1 entry, fewer than ", core::kMinValueParts,
                            "; write one choice as the value"));
  }
}

void RefuseFixedValue(const v1::FormField& field, const SourceLocation& place, FaultList& faults) {
  if (field.has_value()) {
    faults.Add(place.At("value"), v1::CATALOG_FAULT_REASON_CONTRADICTION,
               "belongs to a FIXED field only; remove it or change the kind");
  }
  if (!field.parts().empty()) {
    faults.Add(place.At("parts"), v1::CATALOG_FAULT_REASON_CONTRADICTION,
               "belong to a FIXED field only; remove them or change the kind");
  }
}

void CheckProvided(const v1::FormField& field, const SourceLocation& place, FaultList& faults) {
  const bool set = field.provided() != v1::PROVIDED_VALUE_UNSPECIFIED;
  if (field.kind() == v1::FIELD_KIND_PROVIDED && !set) {
    faults.Add(place.At("provided"), v1::CATALOG_FAULT_REASON_MISSING,
               "is not set; say which value the linking flow provides");
  }
  if (field.kind() != v1::FIELD_KIND_PROVIDED && set) {
    faults.Add(place.At("provided"), v1::CATALOG_FAULT_REASON_CONTRADICTION,
               "belongs to a PROVIDED field only; remove it or change the kind");
  }
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
    if (!v1::FieldKind_IsValid(field.kind()) || field.kind() == v1::FIELD_KIND_UNSPECIFIED) {
      continue;
    }
    CheckProvided(field, entry, faults);
    if (field.kind() == v1::FIELD_KIND_FIXED) {
      CheckFixed(field, entry, faults);
    } else {
      RefuseFixedValue(field, entry, faults);
    }
  }
}

}  // namespace linkstat::catalog
