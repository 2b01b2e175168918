#include "client/cli/output/safe_text.h"

#include <utf8proc.h>

#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "agent/core/text.h"

namespace linkstat::cli {
namespace {

std::string Escape(utf8proc_int32_t character) {
  switch (character) {
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    default:
      return character <= 0xFF ? absl::StrFormat("\\x%02x", character)
                               : absl::StrFormat("\\u%04x", character);
  }
}

}  // namespace

std::string SafeText(absl::string_view text) {
  std::string safe;
  while (!text.empty()) {
    utf8proc_int32_t character = -1;
    const utf8proc_ssize_t size =
        utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                         static_cast<utf8proc_ssize_t>(text.size()), &character);
    if (size <= 0) {
      safe += Escape(static_cast<unsigned char>(text.front()));
      text.remove_prefix(1);
      continue;
    }
    const absl::string_view bytes = text.substr(0, static_cast<size_t>(size));
    safe += core::HasControlCharacter(bytes) ? Escape(character) : std::string(bytes);
    text.remove_prefix(bytes.size());
  }
  return safe;
}

std::string SafeLines(absl::string_view text) {
  return absl::StrJoin(absl::StrSplit(text, '\n'), "\n",
                       [](std::string* out, absl::string_view line) { *out += SafeText(line); });
}

}  // namespace linkstat::cli
