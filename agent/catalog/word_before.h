#ifndef LINKSTAT_AGENT_CATALOG_WORD_BEFORE_H_
#define LINKSTAT_AGENT_CATALOG_WORD_BEFORE_H_

#include <cstddef>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace linkstat::catalog {

// Line and column as the textproto parser counts them: from 0; a tab counts up
// to the next multiple of 8.
using TextPosition = std::pair<int, int>;

// For each of `positions` (ascending), where the last word of the textproto
// `text` before it begins: the parser remarks on a name when it has read past
// it. A position with no word before it stays as it is.
std::vector<TextPosition> WordsBefore(absl::string_view text,
                                      const std::vector<TextPosition>& positions);

// How many bytes of `text` come before `position`; all when it ends before.
size_t OffsetOf(absl::string_view text, const TextPosition& position);

}  // namespace linkstat::catalog

#endif  // LINKSTAT_AGENT_CATALOG_WORD_BEFORE_H_
