#ifndef LINKSTAT_AGENT_CATALOG_DIFF_H_
#define LINKSTAT_AGENT_CATALOG_DIFF_H_

#include "agent/core/snapshot.h"
#include "linkstat/v1/catalog_service.pb.h"

namespace linkstat::catalog {

// What differs between two catalogs, as DiffCatalogResponse documents it.
v1::DiffCatalogResponse Diff(const core::Snapshot& from, const core::Snapshot& to);

}  // namespace linkstat::catalog

#endif  // LINKSTAT_AGENT_CATALOG_DIFF_H_
