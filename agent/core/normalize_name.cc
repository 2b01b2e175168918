#include "agent/core/normalize_name.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
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
  // They all end so, and most words do not, which spares the look-up.
  const bool may_be_ordinal =
      absl::EndsWith(word, "th") || absl::EndsWith(word, "st") || absl::EndsWith(word, "d");
  if (!may_be_ordinal) return word;
  const auto ordinal = ordinals->find(word);
  return ordinal == ordinals->end() ? word : ordinal->second;
}

// An acute accent typed for an apostrophe, which NFKC would take apart.
CodePoint KeepApostrophe(CodePoint c, void*) { return c == kAcuteAccent ? '\'' : c; }

bool IsAscii(absl::string_view text) {
  unsigned char bits = 0;
  for (const char c : text) bits |= static_cast<unsigned char>(c);
  return bits < 0x80;
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

using Form = absl::InlinedVector<char, 256>;

void Append(absl::string_view bytes, Form& form) {
  form.insert(form.end(), bytes.begin(), bytes.end());
}

// Puts words together, one space between them.
class Words {
 public:
  explicit Words(Form& form) : form_(form) {}

  // Adds to the word begun last, or begins one. Lowers ASCII letters.
  void Extend(absl::string_view bytes) {
    if (bytes.empty()) return;
    if (!within_word_) Begin();
    const size_t size = form_.size();
    form_.resize(size + bytes.size());
    std::transform(bytes.begin(), bytes.end(), form_.begin() + size, absl::ascii_tolower);
  }

  void End() {
    if (!within_word_) return;
    within_word_ = false;
    const absl::string_view word(form_.data() + begin_, form_.size() - begin_);
    const absl::string_view better = OrdinalOrSelf(word);
    if (better.data() == word.data()) return;
    form_.resize(begin_);
    Append(better, form_);
  }

  void Add(absl::string_view word) {
    End();
    Extend(word);
    End();
  }

  bool within_word() const { return within_word_; }

 private:
  void Begin() {
    if (!form_.empty()) form_.push_back(' ');
    begin_ = form_.size();
    within_word_ = true;
  }

  Form& form_;
  size_t begin_ = 0;
  bool within_word_ = false;
};

// How many bytes at the front of `text` are of words.
size_t SizeOfWord(absl::string_view text) {
  absl::string_view rest = text;
  absl::string_view after = text;
  CodePoint c;
  while (NextCodePoint(after, c) && PartOf(c) == Part::kWord) rest = after;
  return text.size() - rest.size();
}

// Adds what is not of a word; `rest` comes after it.
void AddSign(Part part, absl::string_view rest, Words& words) {
  switch (part) {
    case Part::kWord:
    case Part::kGap:
      return words.End();
    case Part::kAnd:
      return words.Add("and");
    case Part::kSlash:
      return words.Add("/");
    case Part::kComma:
      return words.Add(",");
    case Part::kApostrophe:
      if (words.within_word() && SizeOfWord(rest) > 0) return words.Extend("'");
      return words.End();
  }
}

// Puts the words of `text`, which is folded but for ASCII letters, into `form`.
void AddWords(absl::string_view text, Form& form) {
  Words words(form);
  CodePoint c;
  while (!text.empty()) {
    const size_t size = SizeOfWord(text);
    words.Extend(text.substr(0, size));
    text.remove_prefix(size);
    if (!NextCodePoint(text, c)) break;
    AddSign(PartOf(c), text, words);
  }
  words.End();
}

}  // namespace

NormalizedName::NormalizedName(absl::string_view name) {
  if (IsAscii(name)) {
    AddWords(name, form_);
  } else {
    AddWords(NfkcCasefold(name), form_);
  }
}

std::string NormalizeName(absl::string_view name) {
  return std::string(NormalizedName(name).form());
}

}  // namespace linkstat::core
