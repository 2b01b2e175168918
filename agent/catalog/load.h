#ifndef LINKSTAT_AGENT_CATALOG_LOAD_H_
#define LINKSTAT_AGENT_CATALOG_LOAD_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "agent/core/snapshot.h"
#include "linkstat/v1/catalog_service.pb.h"

namespace linkstat::catalog {

// What became of a catalog's text: a snapshot, or every fault that stands in
// its way. Never both, never neither.
struct LoadResult {
  core::SnapshotPtr snapshot;
  std::vector<v1::CatalogFault> faults;
};

// Parses, validates and indexes a catalog in textproto.
LoadResult LoadCatalog(absl::string_view textproto);

// Likewise from a file. A file that cannot be read, is no regular file or is
// larger than 1 MiB is one fault. Follows symbolic links.
LoadResult LoadCatalogFile(const std::string& path);

// The catalog compiled into the program. It is valid: a test says so.
core::SnapshotPtr EmbeddedCatalog();

// The same as text, as it stands in the source tree.
absl::string_view EmbeddedCatalogText();

// One line for people: `FILE:LINE: PATH: MESSAGE`, each part only where known.
std::string FaultLine(absl::string_view file, const v1::CatalogFault& fault);

}  // namespace linkstat::catalog

#endif  // LINKSTAT_AGENT_CATALOG_LOAD_H_
