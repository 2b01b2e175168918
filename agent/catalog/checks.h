#ifndef LINKSTAT_AGENT_CATALOG_CHECKS_H_
#define LINKSTAT_AGENT_CATALOG_CHECKS_H_

#include "agent/catalog/fault_list.h"
#include "agent/catalog/source_location.h"
#include "linkstat/v1/catalog.pb.h"

// The themes of validation, a file each. Every function adds what it finds to
// `faults`; `place` is that of the whole catalog. What one of them reports, the
// others pass over.
namespace linkstat::catalog {

// Each field on its own: presence, size and form of strings, length of lists,
// values of enums.
void CheckFields(const v1::Catalog& catalog, const SourceLocation& place, FaultList& faults);

// Ids are unique in their list, across permissions and unneeded permissions,
// and within lists of references.
void CheckIdentifiers(const v1::Catalog& catalog, const SourceLocation& place, FaultList& faults);

// Labels and aliases: none twice, none that means two entries after
// normalization, none that normalizes to nothing.
void CheckNames(const v1::Catalog& catalog, const SourceLocation& place, FaultList& faults);

// What each form field holds goes with its kind.
void CheckForm(const v1::Catalog& catalog, const SourceLocation& place, FaultList& faults);

// Steps, paths, resources and permission levels go together.
void CheckStructure(const v1::Catalog& catalog, const SourceLocation& place, FaultList& faults);

// References meet an entry, and every data domain is fed.
void CheckReferences(const v1::Catalog& catalog, const SourceLocation& place, FaultList& faults);

}  // namespace linkstat::catalog

#endif  // LINKSTAT_AGENT_CATALOG_CHECKS_H_
