#include "agent/catalog/validate.h"

#include "agent/catalog/checks.h"

namespace linkstat::catalog {

void ValidateEntries(const v1::Catalog& catalog, const SourceLocation::Locations* locations,
                     FaultList& faults) {
  const SourceLocation place(catalog, locations);
  CheckFields(catalog, place, faults);
  CheckIdentifiers(catalog, place, faults);
  CheckNames(catalog, place, faults);
  CheckForm(catalog, place, faults);
  CheckStructure(catalog, place, faults);
  CheckReferences(catalog, place, faults);
}

}  // namespace linkstat::catalog
