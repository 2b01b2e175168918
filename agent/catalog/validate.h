#ifndef LINKSTAT_AGENT_CATALOG_VALIDATE_H_
#define LINKSTAT_AGENT_CATALOG_VALIDATE_H_

#include "agent/catalog/fault_list.h"
#include "agent/catalog/source_location.h"
#include "linkstat/v1/catalog.pb.h"

namespace linkstat::catalog {

// Adds everything that is wrong with `catalog` to `faults`: each bound and rule
// that catalog.proto documents. `locations` is null when the catalog comes from
// no text.
void ValidateEntries(const v1::Catalog& catalog, const SourceLocation::Locations* locations,
                     FaultList& faults);

}  // namespace linkstat::catalog

#endif  // LINKSTAT_AGENT_CATALOG_VALIDATE_H_
