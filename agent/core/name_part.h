#ifndef LINKSTAT_AGENT_CORE_NAME_PART_H_
#define LINKSTAT_AGENT_CORE_NAME_PART_H_

#include "agent/core/code_points.h"

namespace linkstat::core {

// What a code point is for the words of a name.
enum class Part {
  kWord,
  kGap,  // space, a dash or a quotation mark
  kAnd,  // an ampersand
  kSlash,
  kComma,
  kApostrophe,
};

// Of a code point after NFKC, which has folded the wide and the narrow ones.
Part PartOf(CodePoint c);

}  // namespace linkstat::core

#endif  // LINKSTAT_AGENT_CORE_NAME_PART_H_
