#include "client/cli/output/wrap.h"

#include <utf8proc.h>

#include <algorithm>

#include "absl/strings/str_split.h"

namespace linkstat::cli {
namespace {

struct Character {
  absl::string_view bytes;
  int width;
};

Character FirstCharacter(absl::string_view text) {
  utf8proc_int32_t character = -1;
  const utf8proc_ssize_t size =
      utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                       static_cast<utf8proc_ssize_t>(text.size()), &character);
  if (size <= 0) return {text.substr(0, 1), 1};
  return {text.substr(0, static_cast<size_t>(size)), utf8proc_charwidth(character)};
}

// The longest beginning of `text` within `width`, at least one character.
absl::string_view Fitting(absl::string_view text, int width) {
  size_t end = 0;
  int used = 0;
  while (end < text.size()) {
    const Character next = FirstCharacter(text.substr(end));
    if (end > 0 && used + next.width > width) break;
    used += next.width;
    end += next.bytes.size();
  }
  return text.substr(0, end);
}

}  // namespace

int DisplayWidth(absl::string_view text) {
  int width = 0;
  while (!text.empty()) {
    const Character next = FirstCharacter(text);
    width += next.width;
    text.remove_prefix(next.bytes.size());
  }
  return width;
}

std::vector<std::string> Wrap(absl::string_view text, int width) {
  std::vector<std::string> lines(1);
  bool first = true;
  for (absl::string_view word : absl::StrSplit(text, ' ')) {
    if (!first && DisplayWidth(lines.back()) + 1 + DisplayWidth(word) <= width) {
      lines.back() += ' ';
    } else if (!first) {
      lines.emplace_back();
    }
    first = false;
    while (DisplayWidth(lines.back()) + DisplayWidth(word) > width) {
      const absl::string_view part = Fitting(word, width);
      lines.back() += std::string(part);
      word.remove_prefix(part.size());
      if (word.empty()) break;
      lines.emplace_back();
    }
    lines.back() += std::string(word);
  }
  return lines;
}

}  // namespace linkstat::cli
