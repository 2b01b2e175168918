#include "client/cli/output/safe_text.h"

#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "agent/core/code_points.h"
#include "agent/core/text.h"

namespace linkstat::cli {
namespace {

std::string Escape(core::CodePoint character) {
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
    const absl::string_view before = text;
    core::CodePoint character;
    if (!core::NextCodePoint(text, character)) {
      safe += Escape(static_cast<unsigned char>(text.front()));
      text.remove_prefix(1);
      continue;
    }
    const absl::string_view bytes = before.substr(0, before.size() - text.size());
    safe += core::HasControlCharacter(bytes) ? Escape(character) : std::string(bytes);
  }
  return safe;
}

std::string SafeLines(absl::string_view text) {
  return absl::StrJoin(absl::StrSplit(text, '\n'), "\n",
                       [](std::string* out, absl::string_view line) { *out += SafeText(line); });
}

}  // namespace linkstat::cli
