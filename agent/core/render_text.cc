#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "agent/core/render_model.h"
#include "agent/core/text_layout.h"

namespace linkstat::core {
namespace {

constexpr int kColumns = 80;

// How literals look: in quotation marks within a sentence, bare where the layout
// sets them apart.
enum class Literals { kQuoted, kBare };

// The pieces of a line between which it may be broken.
std::vector<std::string> Words(const Line& line, Literals literals) {
  std::vector<std::string> words;
  std::string word;
  for (const Span& span : line) {
    if (span.kind == Span::Kind::kLiteral) {
      const absl::string_view quote = literals == Literals::kQuoted ? "\"" : "";
      absl::StrAppend(&word, quote, span.text, quote);
      continue;
    }
    for (char c : span.text) {
      if (c != ' ') {
        word += c;
      } else if (!word.empty()) {
        words.push_back(std::move(word));
        word.clear();
      }
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

// `line` with `lead` before its first line; the others are indented as far.
std::string Wrap(absl::string_view lead, const Line& line, Literals literals) {
  const std::string indent(lead.size(), ' ');
  const std::vector<std::string> lines =
      WrapWords(Words(line, literals), kColumns - static_cast<int>(lead.size()), LongWord::kKeep);
  return absl::StrCat(lead, absl::StrJoin(lines, "\n" + indent), "\n");
}

std::string Underlined(const Line& line, char underline) {
  const std::string heading = Wrap("", line, Literals::kQuoted);
  const int width = std::min(kColumns, DisplayWidth(absl::StripSuffix(heading, "\n")));
  return absl::StrCat(heading, std::string(width, underline), "\n");
}

// "  1. ", with the numbers of a list of `count` items under one another.
std::string Marker(size_t number, size_t count) {
  const std::string digits = absl::StrCat(number);
  const size_t most = absl::StrCat(count).size();
  return absl::StrCat("  ", std::string(most - digits.size(), ' '), digits, ". ");
}

// Writes one block; called through std::visit.
struct BlockWriter {
  std::string operator()(const Heading& heading) const {
    return heading.level == 2 ? Underlined(heading.text, '-')
                              : Wrap("", heading.text, Literals::kQuoted);
  }

  std::string operator()(const Paragraph& paragraph) const {
    return Wrap("", paragraph.text, Literals::kQuoted);
  }

  std::string operator()(const List& list) const {
    std::string text;
    for (size_t i = 0; i < list.items.size(); ++i) {
      const std::string marker = list.ordered ? Marker(i + 1, list.items.size()) : "  - ";
      text += Wrap(marker, list.items[i], Literals::kQuoted);
    }
    return text;
  }

  std::string operator()(const Form& form) const {
    std::string text;
    for (size_t i = 0; i < form.rows.size(); ++i) {
      const FormRow& row = form.rows[i];
      const std::string marker = Marker(i + 1, form.rows.size());
      Line line = row.label;
      line.push_back({Span::Kind::kText, ": "});
      line.insert(line.end(), row.value.begin(), row.value.end());
      text += Wrap(marker, line, Literals::kBare);
      if (row.guidance.empty()) continue;
      text += Wrap(std::string(marker.size() + 2, ' '), row.guidance, Literals::kQuoted);
    }
    return text;
  }

  std::string operator()(const Terms& terms) const {
    std::string text;
    for (const Term& term : terms.items) {
      absl::StrAppend(&text, text.empty() ? "" : "\n", Wrap("  - ", term.name, Literals::kBare));
      for (const Line& detail : term.details) text += Wrap("      ", detail, Literals::kQuoted);
    }
    return text;
  }

  std::string operator()(const Callout& callout) const {
    std::string text;
    for (const Line& line : callout.paragraphs) {
      absl::StrAppend(&text, text.empty() ? "" : "\n", Wrap("    ", line, Literals::kQuoted));
    }
    return text;
  }
};

}  // namespace

std::string WriteText(const GuideModel& guide) {
  std::string text = Underlined({{Span::Kind::kText, guide.title}}, '=');
  for (const Block& block : guide.blocks) {
    absl::StrAppend(&text, "\n", std::visit(BlockWriter{}, block));
  }
  return text;
}

}  // namespace linkstat::core
