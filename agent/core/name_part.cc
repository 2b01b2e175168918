#include "agent/core/name_part.h"

namespace linkstat::core {
namespace {

bool IsDashOrQuote(CodePoint c) {
  const utf8proc_category_t category = utf8proc_category(c);
  return category == UTF8PROC_CATEGORY_PD || category == UTF8PROC_CATEGORY_PI ||
         category == UTF8PROC_CATEGORY_PF;
}

}  // namespace

Part WidePartOf(CodePoint c) {
  switch (c) {
    case 0x2018:  // single quotation marks
    case 0x2019:
    case 0x201B:
    case 0x02B9:  // modifier letters
    case 0x02BB:
    case 0x02BC:
    case 0x02BD:
    case 0x2032:  // prime
      return Part::kApostrophe;
    case 0x02D7:  // modifier letter minus sign
    case 0x2043:  // hyphen bullet
    case 0x2212:  // minus sign
    case 0x201A:  // low quotation marks
    case 0x201E:
    case 0x300C:  // corner brackets, quotation marks in East Asia
    case 0x300D:
    case 0x300E:
    case 0x300F:
    case 0x301D:  // double prime quotation marks
    case 0x301E:
    case 0x301F:
      return Part::kGap;
    case 0x2044:  // fraction slash
    case 0x2215:  // division slash
      return Part::kSlash;
    case 0x3001:  // ideographic comma
      return Part::kComma;
    default:
      return IsSpace(c) || IsDashOrQuote(c) ? Part::kGap : Part::kWord;
  }
}

}  // namespace linkstat::core
