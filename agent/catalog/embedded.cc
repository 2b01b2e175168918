#include "agent/catalog/load.h"

namespace linkstat::catalog {

core::SnapshotPtr EmbeddedCatalog() {
  static const auto* const snapshot =
      new core::SnapshotPtr(LoadCatalog(EmbeddedCatalogText()).snapshot);
  return *snapshot;
}

}  // namespace linkstat::catalog
