#include "agent/core/render_text.h"

#include <utf8proc.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace linkstat::core {
namespace {

constexpr int kColumns = 80;

// The columns that `text`, which is UTF-8, takes on a terminal.
int Width(absl::string_view text) {
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  auto left = static_cast<utf8proc_ssize_t>(text.size());
  int width = 0;
  while (left > 0) {
    utf8proc_int32_t code_point = 0;
    const utf8proc_ssize_t size = utf8proc_iterate(bytes, left, &code_point);
    if (size <= 0) return width + static_cast<int>(left);
    width += utf8proc_charwidth(code_point);
    bytes += size;
    left -= size;
  }
  return width;
}

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

// `line` under `lead`, which stands before its first line; the others are
// indented as far.
std::string Wrap(absl::string_view lead, const Line& line, Literals literals) {
  const std::string indent(lead.size(), ' ');
  std::string text(lead);
  int column = static_cast<int>(lead.size());
  bool at_start = true;
  for (const std::string& word : Words(line, literals)) {
    const int width = Width(word);
    if (!at_start && column + 1 + width > kColumns) {
      absl::StrAppend(&text, "\n", indent);
      column = static_cast<int>(indent.size());
      at_start = true;
    }
    absl::StrAppend(&text, at_start ? "" : " ", word);
    column += width + (at_start ? 0 : 1);
    at_start = false;
  }
  return text + "\n";
}

std::string Underlined(const Line& line, char underline) {
  const std::string heading = Wrap("", line, Literals::kQuoted);
  const int width = std::min(kColumns, Width(absl::StripSuffix(heading, "\n")));
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
