#ifndef LINKSTAT_AGENT_CATALOG_PARSE_H_
#define LINKSTAT_AGENT_CATALOG_PARSE_H_

#include "absl/strings/string_view.h"
#include "agent/catalog/fault_list.h"
#include "agent/catalog/source_location.h"
#include "linkstat/v1/catalog.pb.h"

namespace linkstat::catalog {

// At most this many words that the schema has no value for are read past.
constexpr int kMaxUnknownValues = 32;

// Reads a catalog in textproto and the location of each of its entries. True when
// the whole text was read; then only fields that the schema does not have, if
// any, were added to `faults`, and a value that an enum does not have, written
// as a word or a number, is in `catalog` as such a number, for ValidateEntries
// to report. False when the text is not textproto or has more such words than are
// read past: the first such place is one fault, and the rest, before it as well
// as after it, was not checked beyond the fields and values that the schema does
// not have.
bool ParseCatalog(absl::string_view text, v1::Catalog& catalog,
                  SourceLocation::Locations& locations, FaultList& faults);

}  // namespace linkstat::catalog

#endif  // LINKSTAT_AGENT_CATALOG_PARSE_H_
