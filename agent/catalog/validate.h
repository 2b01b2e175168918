#ifndef LINKSTAT_AGENT_CATALOG_VALIDATE_H_
#define LINKSTAT_AGENT_CATALOG_VALIDATE_H_

#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "agent/catalog/fault_list.h"
#include "agent/catalog/source_location.h"
#include "linkstat/v1/catalog.pb.h"

namespace linkstat::catalog {

// Adds everything that is wrong with `catalog` to `faults`: each bound and rule
// that catalog.proto documents. `locations` is null when the catalog comes from
// no text.
void ValidateEntries(const v1::Catalog& catalog, const SourceLocation::Locations* locations,
                     FaultList& faults);

// The themes of validation, a file each. `place` is that of the whole catalog. What one
// of them reports, the others pass over.

// Each field on its own: presence, size and form of strings, length of lists,
// values of enums. Ids are unique in their list, across permissions and unneeded
// permissions, and within lists of references.
void CheckFields(const v1::Catalog& catalog, const SourceLocation& place, FaultList& faults);

// Labels and aliases: none twice, none that means two entries after
// normalization, none that normalizes to nothing.
void CheckNames(const v1::Catalog& catalog, const SourceLocation& place, FaultList& faults);

// What each form field holds goes with its kind.
void CheckForm(const v1::Catalog& catalog, const SourceLocation& place, FaultList& faults);

// Steps, paths, resources and permission levels go together.
void CheckStructure(const v1::Catalog& catalog, const SourceLocation& place, FaultList& faults);

// References name an entry, and every data domain is fed.
void CheckReferences(const v1::Catalog& catalog, const SourceLocation& place, FaultList& faults);

// Strings of a catalog that must differ from one another, letter for letter.
class Distinct {
 public:
  explicit Distinct(FaultList& faults) : faults_(faults) {}

  // False when `text` was added before: that is a DUPLICATE at `place`.
  bool Add(absl::string_view text, const SourceLocation& place);

 private:
  FaultList& faults_;
  // The path at which each string occurs first.
  absl::flat_hash_map<std::string, std::string> first_;
};

}  // namespace linkstat::catalog

#endif  // LINKSTAT_AGENT_CATALOG_VALIDATE_H_
