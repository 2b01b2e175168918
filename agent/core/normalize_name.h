#ifndef LINKSTAT_AGENT_CORE_NORMALIZE_NAME_H_
#define LINKSTAT_AGENT_CORE_NORMALIZE_NAME_H_

#include <string>

#include "absl/strings/string_view.h"

namespace linkstat::core {

// The form in which names are compared. Two names that a person would call the
// same spelling of the same words have the same form; similar names do not:
//   - letter case and Unicode compatibility forms (width, ligatures) are folded
//     (NFKC_Casefold), invisible characters dropped;
//   - `&` is `and`; `first` to `twentieth` are `1st` to `20th`;
//   - every kind of dash is a space, as are all Unicode spaces; runs of space
//     are one, none at the ends; `/` and `,` stand alone between spaces;
//   - quotation marks around words are dropped, apostrophes within words are
//     one kind.
// Idempotent. `name` must be UTF-8 without control characters. The result may be
// empty (a name of quotation marks only); such a name meets nothing.
std::string NormalizeName(absl::string_view name);

}  // namespace linkstat::core

#endif  // LINKSTAT_AGENT_CORE_NORMALIZE_NAME_H_
