#ifndef LINKSTAT_AGENT_CORE_IDENTIFIERS_H_
#define LINKSTAT_AGENT_CORE_IDENTIFIERS_H_

#include "absl/strings/string_view.h"

// The forms of ids, revisions and host names. Pure; no function allocates.
namespace linkstat::core {

// The id of a linked account or of an entry of a catalog: 1 to 63 of a-z, 0-9 and -,
// begins with a letter, ends with a letter or digit.
bool IsId(absl::string_view text);

// Only lower-case hexadecimal digits; true of an empty text.
bool IsLowerHex(absl::string_view text);

// A catalog's revision: 32 lower-case hexadecimal digits.
bool IsRevision(absl::string_view text);

// A host name: one or more labels separated by dots, each 1 to 63 ASCII letters, digits
// and hyphens with a letter or digit at both ends. The whole may be of any size.
bool IsHostName(absl::string_view text);

}  // namespace linkstat::core

#endif  // LINKSTAT_AGENT_CORE_IDENTIFIERS_H_
