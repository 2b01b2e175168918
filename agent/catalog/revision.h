#ifndef LINKSTAT_AGENT_CATALOG_REVISION_H_
#define LINKSTAT_AGENT_CATALOG_REVISION_H_

#include <string>

#include "linkstat/v1/catalog.pb.h"

namespace linkstat::catalog {

// The revision of `catalog`, a hash of its content: the first 128 bits of the
// SHA-256 of its canonical serialization, as 32 lower-case hexadecimal digits.
// `catalog` must be valid.
std::string RevisionOf(const v1::Catalog& catalog);

}  // namespace linkstat::catalog

#endif  // LINKSTAT_AGENT_CATALOG_REVISION_H_
