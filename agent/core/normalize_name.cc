#include "agent/core/normalize_name.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "agent/core/code_points.h"
#include "agent/core/name_part.h"

namespace linkstat::core {
namespace {

constexpr CodePoint kAcuteAccent = 0xB4;

absl::string_view OrdinalOrSelf(absl::string_view word) {
  static const auto* const ordinals = new absl::flat_hash_map<absl::string_view, absl::string_view>{
      {"first", "1st"},       {"second", "2nd"},       {"third", "3rd"},
      {"fourth", "4th"},      {"fifth", "5th"},        {"sixth", "6th"},
      {"seventh", "7th"},     {"eighth", "8th"},       {"ninth", "9th"},
      {"tenth", "10th"},      {"eleventh", "11th"},    {"twelfth", "12th"},
      {"thirteenth", "13th"}, {"fourteenth", "14th"},  {"fifteenth", "15th"},
      {"sixteenth", "16th"},  {"seventeenth", "17th"}, {"eighteenth", "18th"},
      {"nineteenth", "19th"}, {"twentieth", "20th"},
  };
  const auto ordinal = ordinals->find(word);
  return ordinal == ordinals->end() ? word : ordinal->second;
}

// An acute accent typed for an apostrophe, which NFKC would take apart.
CodePoint KeepApostrophe(CodePoint c, void*) { return c == kAcuteAccent ? '\'' : c; }

bool IsAscii(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return absl::ascii_isascii(c); });
}

std::string NfkcCasefold(absl::string_view text) {
  constexpr int kOptions =
      UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
  utf8proc_uint8_t* folded = nullptr;
  const utf8proc_ssize_t size =
      utf8proc_map_custom(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                          static_cast<utf8proc_ssize_t>(text.size()), &folded,
                          static_cast<utf8proc_option_t>(kOptions), KeepApostrophe, nullptr);
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned(folded, &std::free);
  if (size <= 0) return "";
  return std::string(reinterpret_cast<const char*>(folded), static_cast<size_t>(size));
}

std::string Fold(absl::string_view text) {
  return IsAscii(text) ? absl::AsciiStrToLower(text) : NfkcCasefold(text);
}

// Puts words together, one space between them.
class Words {
 public:
  explicit Words(size_t size) { words_.reserve(size); }

  void Extend(absl::string_view bytes) { word_.append(bytes.data(), bytes.size()); }

  void End() {
    if (word_.empty()) return;
    const absl::string_view word = OrdinalOrSelf(word_);
    if (!words_.empty()) words_.push_back(' ');
    words_.append(word.data(), word.size());
    word_.clear();
  }

  void Add(absl::string_view word) {
    End();
    Extend(word);
    End();
  }

  bool within_word() const { return !word_.empty(); }

  std::string Take() && {
    End();
    return std::move(words_);
  }

 private:
  std::string words_;
  std::string word_;
};

bool BeginsWithWord(absl::string_view rest) {
  CodePoint c;
  return NextCodePoint(rest, c) && PartOf(c) == Part::kWord;
}

// Adds the code point `c`, whose bytes are `bytes`; `rest` comes after it.
void AddCodePoint(CodePoint c, absl::string_view bytes, absl::string_view rest, Words& words) {
  switch (PartOf(c)) {
    case Part::kWord:
      return words.Extend(bytes);
    case Part::kGap:
      return words.End();
    case Part::kAnd:
      return words.Add("and");
    case Part::kSlash:
      return words.Add("/");
    case Part::kComma:
      return words.Add(",");
    case Part::kApostrophe:
      if (words.within_word() && BeginsWithWord(rest)) return words.Extend("'");
      return words.End();
  }
}

}  // namespace

std::string NormalizeName(absl::string_view name) {
  const std::string folded = Fold(name);
  Words words(folded.size() + 8);  // room for what `&` and the signs grow by
  absl::string_view rest = folded;
  absl::string_view before = rest;
  CodePoint c;
  while (NextCodePoint(rest, c)) {
    AddCodePoint(c, before.substr(0, before.size() - rest.size()), rest, words);
    before = rest;
  }
  return std::move(words).Take();
}

}  // namespace linkstat::core
