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

// PartOf for what is not ASCII.
Part WidePartOf(CodePoint c);

// Of a code point after NFKC, which has folded the wide and the narrow ones.
inline Part PartOf(CodePoint c) {
  if (c >= 0x80) return WidePartOf(c);
  switch (c) {
    case '-':
    case '"':
      return Part::kGap;
    case '&':
      return Part::kAnd;
    case '/':
      return Part::kSlash;
    case ',':
      return Part::kComma;
    case '\'':
    case '`':
      return Part::kApostrophe;
    default:
      return IsSpace(c) ? Part::kGap : Part::kWord;
  }
}

}  // namespace linkstat::core

#endif  // LINKSTAT_AGENT_CORE_NAME_PART_H_
