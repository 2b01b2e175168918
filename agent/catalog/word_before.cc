#include "agent/catalog/word_before.h"

#include <optional>

#include "absl/strings/ascii.h"

namespace linkstat::catalog {
namespace {

bool IsWordCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.' || c == '-';
}

// Goes through a textproto a character at a time.
class Scanner {
 public:
  const TextPosition& position() const { return position_; }
  const std::optional<TextPosition>& word() const { return word_; }

  void Read(char c) {
    if (comment_) {
      comment_ = c != '\n';
    } else if (quote_ != 0) {
      ReadQuoted(c);
    } else {
      ReadPlain(c);
    }
    Advance(c);
  }

 private:
  void ReadQuoted(char c) {
    if (escaped_) {
      escaped_ = false;
    } else if (c == '\\') {
      escaped_ = true;
    } else if (c == quote_) {
      quote_ = 0;
    }
  }

  void ReadPlain(char c) {
    const bool in_word = IsWordCharacter(c);
    if (in_word && !in_word_) word_ = position_;
    in_word_ = in_word;
    if (c == '#') comment_ = true;
    if (c == '"' || c == '\'') quote_ = c;
  }

  void Advance(char c) {
    constexpr int kTabWidth = 8;
    auto& [line, column] = position_;
    if (c == '\n') {
      ++line;
      column = 0;
    } else {
      column += c == '\t' ? kTabWidth - column % kTabWidth : 1;
    }
  }

  TextPosition position_ = {0, 0};
  std::optional<TextPosition> word_;
  bool in_word_ = false;
  bool comment_ = false;
  bool escaped_ = false;
  char quote_ = 0;
};

}  // namespace

std::vector<TextPosition> WordsBefore(absl::string_view text,
                                      const std::vector<TextPosition>& positions) {
  std::vector<TextPosition> words;
  Scanner scanner;
  size_t read = 0;
  for (const TextPosition& position : positions) {
    while (read < text.size() && scanner.position() < position) scanner.Read(text[read++]);
    words.push_back(scanner.word().value_or(position));
  }
  return words;
}

size_t OffsetOf(absl::string_view text, const TextPosition& position) {
  Scanner scanner;
  size_t read = 0;
  while (read < text.size() && scanner.position() < position) scanner.Read(text[read++]);
  return read;
}

}  // namespace linkstat::catalog
