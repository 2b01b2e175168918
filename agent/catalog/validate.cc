#include "agent/catalog/validate.h"

#include "absl/strings/str_cat.h"

namespace linkstat::catalog {

void ValidateEntries(const v1::Catalog& catalog, const SourceLocation::Locations* locations,
                     FaultList& faults) {
  const SourceLocation place(catalog, locations);
  CheckFields(catalog, place, faults);
  CheckNames(catalog, place, faults);
  CheckForm(catalog, place, faults);
  CheckStructure(catalog, place, faults);
  CheckReferences(catalog, place, faults);
}

bool Distinct::Add(absl::string_view text, const SourceLocation& place) {
  const auto [first, added] = first_.try_emplace(text, place.path());
  if (added) return true;
  faults_.Add(place, v1::CATALOG_FAULT_REASON_DUPLICATE,
              absl::StrCat("is the same as ", first->second, "; make them differ or remove one"));
  return false;
}

}  // namespace linkstat::catalog
