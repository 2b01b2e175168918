#ifndef LINKSTAT_AGENT_CATALOG_NAME_HOLDERS_H_
#define LINKSTAT_AGENT_CATALOG_NAME_HOLDERS_H_

#include <vector>

#include "agent/catalog/source_location.h"
#include "linkstat/v1/catalog.pb.h"
#include "linkstat/v1/catalog_service.pb.h"

namespace linkstat::catalog {

// Gives each of `faults`, which have a line and column and are in the order of
// the text, the path of the innermost entry of `catalog` around it. A fault
// outside of every entry keeps an empty path.
void NameHolders(const v1::Catalog& catalog, const SourceLocation::Locations& locations,
                 std::vector<v1::CatalogFault>& faults);

}  // namespace linkstat::catalog

#endif  // LINKSTAT_AGENT_CATALOG_NAME_HOLDERS_H_
