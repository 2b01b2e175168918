#ifndef LINKSTAT_AGENT_CORE_NORMALIZE_NAME_H_
#define LINKSTAT_AGENT_CORE_NORMALIZE_NAME_H_

#include <string>

#include "absl/container/inlined_vector.h"
#include "absl/strings/string_view.h"

namespace linkstat::core {

// The form in which names are compared. Two names that a person would call the
// same spelling of the same words have the same form; similar names do not:
//   - letter case and Unicode compatibility forms (width, ligatures) are folded
//     (NFKC_Casefold), invisible characters dropped;
//   - `&` is `and`; `first` to `twentieth` are `1st` to `20th`;
//   - every kind of dash is a space, as are all Unicode spaces; runs of space
//     are one, none at the ends; `/` and `,` are words of their own;
//   - quotation marks around words are dropped, apostrophes within words are
//     one kind.
// Idempotent. `name` must be UTF-8 without control characters. The result may be
// empty (a name of quotation marks only); such a name meets nothing.
std::string NormalizeName(absl::string_view name);

// NormalizeName without the heap, where the name is ASCII and its form has at
// most 256 bytes.
class NormalizedName {
 public:
  explicit NormalizedName(absl::string_view name);

  // Lives as long as this does.
  absl::string_view form() const { return {form_.data(), form_.size()}; }

 private:
  absl::InlinedVector<char, 256> form_;
};

}  // namespace linkstat::core

#endif  // LINKSTAT_AGENT_CORE_NORMALIZE_NAME_H_
