#ifndef LINKSTAT_AGENT_CATALOG_DISTINCT_H_
#define LINKSTAT_AGENT_CATALOG_DISTINCT_H_

#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "agent/catalog/fault_list.h"
#include "agent/catalog/source_location.h"

namespace linkstat::catalog {

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

#endif  // LINKSTAT_AGENT_CATALOG_DISTINCT_H_
