#ifndef LINKSTAT_AGENT_CORE_TEXT_LAYOUT_H_
#define LINKSTAT_AGENT_CORE_TEXT_LAYOUT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

// The layout of text on a terminal. Pure.
namespace linkstat::core {

// The columns that `text` takes. A byte that is not UTF-8 takes one.
int DisplayWidth(absl::string_view text);

// What happens to a word that is wider than a line.
enum class LongWord { kKeep, kBreak };

// `words` with a space between two, in lines of at most `width` columns, which must be
// positive. At least one line.
std::vector<std::string> WrapWords(const std::vector<std::string>& words, int width,
                                   LongWord long_word);

}  // namespace linkstat::core

#endif  // LINKSTAT_AGENT_CORE_TEXT_LAYOUT_H_
