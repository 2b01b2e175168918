#ifndef LINKSTAT_AGENT_CORE_CODE_POINTS_H_
#define LINKSTAT_AGENT_CORE_CODE_POINTS_H_

#include <utf8proc.h>

#include "absl/strings/string_view.h"

// Reading UTF-8 one code point at a time.
namespace linkstat::core {

using CodePoint = utf8proc_int32_t;

// Takes the first code point off `rest`. False, with `rest` as it was, at the
// end and before bytes that are not UTF-8.
inline bool NextCodePoint(absl::string_view& rest, CodePoint& code_point) {
  if (rest.empty()) return false;
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(rest.data());
  if (*bytes < 0x80) {
    code_point = *bytes;
    rest.remove_prefix(1);
    return true;
  }
  const utf8proc_ssize_t size =
      utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(rest.size()), &code_point);
  if (size <= 0) return false;
  rest.remove_prefix(static_cast<size_t>(size));
  return true;
}

// Unicode's White_Space.
inline bool IsSpace(CodePoint c) {
  if (c < 0x80) return c == ' ' || (c >= '\t' && c <= '\r');
  return c == 0x85 || c == 0x2028 || c == 0x2029 || utf8proc_category(c) == UTF8PROC_CATEGORY_ZS;
}

}  // namespace linkstat::core

#endif  // LINKSTAT_AGENT_CORE_CODE_POINTS_H_
