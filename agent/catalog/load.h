#ifndef LINKSTAT_AGENT_CATALOG_LOAD_H_
#define LINKSTAT_AGENT_CATALOG_LOAD_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "agent/base/regular_file.h"
#include "agent/core/snapshot.h"
#include "linkstat/v1/catalog_service.pb.h"

namespace linkstat::catalog {

// The result of loading a catalog's text: a snapshot, or its faults. Never
// both, never neither.
struct LoadResult {
  core::SnapshotPtr snapshot;
  // The faults in the order of the text, those without a line first; the first
  // 1000 found.
  std::vector<v1::CatalogFault> faults;
  // The number of all faults.
  int total_faults = 0;
};

// Parses, validates and indexes a catalog in textproto.
LoadResult LoadCatalog(absl::string_view textproto);

// Likewise from a file. A file that cannot be read, is not a regular file or is
// larger than 1 MiB is one fault. Follows symbolic links.
LoadResult LoadCatalogFile(const std::string& path);

// Likewise from what ReadFile read.
LoadResult LoadCatalogFile(const FileContent& content);

// Reads the file of a catalog. Of one larger than 1 MiB, one byte more than that.
FileContent ReadFile(const std::string& path);

// The catalog compiled into the program. It is valid: a test checks that.
core::SnapshotPtr EmbeddedCatalog();

// The same as text, as it is in the source tree.
absl::string_view EmbeddedCatalogText();

// The revision of `catalog`, a hash of its content: the first 128 bits of the
// SHA-256 of its canonical serialization, as 32 lower-case hexadecimal digits.
// `catalog` must be valid.
std::string RevisionOf(const v1::Catalog& catalog);

// One line for people: `FILE:LINE: PATH: MESSAGE`, each part only where known.
std::string FaultLine(absl::string_view file, const v1::CatalogFault& fault);

}  // namespace linkstat::catalog

#endif  // LINKSTAT_AGENT_CATALOG_LOAD_H_
