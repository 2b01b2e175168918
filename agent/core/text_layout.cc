#include "agent/core/text_layout.h"

#include "agent/core/code_points.h"

namespace linkstat::core {
namespace {

// Takes the first character off `rest`, which is not empty; its columns.
int TakeCharacter(absl::string_view& rest) {
  CodePoint character;
  if (NextCodePoint(rest, character)) return utf8proc_charwidth(character);
  rest.remove_prefix(1);
  return 1;
}

// Takes the longest beginning within `width`, at least one character, off `word`.
absl::string_view TakeFitting(absl::string_view& word, int width) {
  const absl::string_view whole = word;
  int used = TakeCharacter(word);
  for (absl::string_view rest = word; !rest.empty(); word = rest) {
    used += TakeCharacter(rest);
    if (used > width) break;
  }
  return whole.substr(0, whole.size() - word.size());
}

}  // namespace

int DisplayWidth(absl::string_view text) {
  int width = 0;
  while (!text.empty()) width += TakeCharacter(text);
  return width;
}

std::vector<std::string> WrapWords(const std::vector<std::string>& words, int width,
                                   LongWord long_word) {
  std::vector<std::string> lines(1);
  int column = 0;
  for (size_t i = 0; i < words.size(); ++i) {
    absl::string_view word = words[i];
    int left = DisplayWidth(word);
    if (i > 0 && column + 1 + left <= width) {
      lines.back() += ' ';
      ++column;
    } else if (i > 0) {
      lines.emplace_back();
      column = 0;
    }
    while (long_word == LongWord::kBreak && left > width) {
      const absl::string_view part = TakeFitting(word, width);
      lines.back().append(part.data(), part.size());
      left = DisplayWidth(word);
      if (word.empty()) {
        column = DisplayWidth(part);
        break;
      }
      lines.emplace_back();
    }
    lines.back().append(word.data(), word.size());
    column += left;
  }
  return lines;
}

}  // namespace linkstat::core
