#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "agent/core/render_model.h"

namespace linkstat::core {
namespace {

// Markup anywhere in a line.
constexpr absl::string_view kMarkup = R"(\`*_[]<>&#~|!)";

std::string Escape(absl::string_view text) {
  std::string escaped;
  for (char c : text) {
    if (absl::StrContains(kMarkup, c)) escaped += '\\';
    escaped += c;
  }
  return escaped;
}

// Escapes what is markup only at the beginning of a block: the marker of a list
// item, and spaces, which would make the block a code block.
std::string EscapeBeginning(absl::string_view line) {
  line = absl::StripLeadingAsciiWhitespace(line);
  const size_t digits =
      std::find_if_not(line.begin(), line.end(), absl::ascii_isdigit) - line.begin();
  const char next = digits < line.size() ? line[digits] : ' ';
  const bool bullet = digits == 0 && (next == '+' || next == '-');
  const bool number = digits > 0 && (next == '.' || next == ')');
  if (!bullet && !number) return std::string(line);
  return absl::StrCat(line.substr(0, digits), "\\", line.substr(digits));
}

size_t LongestBacktickRun(absl::string_view text) {
  size_t longest = 0;
  size_t run = 0;
  for (char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

// A code span shows its content to the letter: its fence is longer than any run
// of backticks in it, and the spaces that CommonMark strips are put there where
// the content needs them.
std::string CodeSpan(absl::string_view text) {
  const std::string fence(LongestBacktickRun(text) + 1, '`');
  const bool spaced = absl::StartsWith(text, " ") && absl::EndsWith(text, " ");
  const bool ticked = absl::StartsWith(text, "`") || absl::EndsWith(text, "`");
  const absl::string_view pad = spaced || ticked ? " " : "";
  return absl::StrCat(fence, pad, text, pad, fence);
}

std::string Inline(const Line& line) {
  std::string markdown;
  for (const Span& span : line) {
    switch (span.kind) {
      case Span::Kind::kText:
        markdown += Escape(span.text);
        break;
      case Span::Kind::kLiteral:
        markdown += CodeSpan(span.text);
        break;
      case Span::Kind::kStrong:
        absl::StrAppend(&markdown, "**", Escape(span.text), "**");
        break;
    }
  }
  return EscapeBeginning(markdown);
}

// Items of a list within the item whose marker is `marker`.
std::string Nested(absl::string_view marker, const std::vector<Line>& lines) {
  std::string markdown;
  for (const Line& line : lines) {
    if (line.empty()) continue;
    absl::StrAppend(&markdown, std::string(marker.size(), ' '), "- ", Inline(line), "\n");
  }
  return markdown;
}

// Writes one block; called through std::visit.
struct BlockWriter {
  std::string operator()(const Heading& heading) const {
    return absl::StrCat(std::string(heading.level, '#'), " ", Inline(heading.text), "\n");
  }

  std::string operator()(const Paragraph& paragraph) const {
    return absl::StrCat(Inline(paragraph.text), "\n");
  }

  std::string operator()(const List& list) const {
    std::string markdown;
    for (size_t i = 0; i < list.items.size(); ++i) {
      const std::string marker = list.ordered ? absl::StrCat(i + 1, ". ") : "- ";
      absl::StrAppend(&markdown, marker, Inline(list.items[i]), "\n");
    }
    return markdown;
  }

  std::string operator()(const Form& form) const {
    std::string markdown;
    for (size_t i = 0; i < form.rows.size(); ++i) {
      const FormRow& row = form.rows[i];
      const std::string marker = absl::StrCat(i + 1, ". ");
      absl::StrAppend(&markdown, marker, Inline(row.label), ": ", Inline(row.value), "\n",
                      Nested(marker, {row.guidance}));
    }
    return markdown;
  }

  std::string operator()(const Terms& terms) const {
    constexpr absl::string_view kMarker = "- ";
    std::string markdown;
    for (const Term& term : terms.items) {
      absl::StrAppend(&markdown, kMarker, Inline(term.name), "\n", Nested(kMarker, term.details));
    }
    return markdown;
  }

  std::string operator()(const Callout& callout) const {
    std::string markdown;
    for (const Line& line : callout.paragraphs) {
      absl::StrAppend(&markdown, markdown.empty() ? "" : ">\n", "> ", Inline(line), "\n");
    }
    return markdown;
  }
};

}  // namespace

std::string WriteMarkdown(const GuideModel& guide) {
  std::string markdown = absl::StrCat("# ", Inline({{Span::Kind::kText, guide.title}}), "\n");
  for (const Block& block : guide.blocks) {
    absl::StrAppend(&markdown, "\n", std::visit(BlockWriter{}, block));
  }
  return markdown;
}

}  // namespace linkstat::core
