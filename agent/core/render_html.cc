#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "agent/core/render_model.h"

namespace linkstat::core {
namespace {

constexpr absl::string_view kStyle = R"(
.linkstat-guide { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; line-height: 1.5;
  font-family: system-ui, sans-serif; overflow-wrap: anywhere; }
.linkstat-guide h2 { margin-top: 2rem; }
.linkstat-guide code { white-space: break-spaces; padding: 0.1em 0.3em; border-radius: 0.25em;
  background: color-mix(in srgb, currentColor 10%, transparent); }
.linkstat-guide table { border-collapse: collapse; width: 100%; }
.linkstat-guide th, .linkstat-guide td { text-align: left; vertical-align: top;
  padding: 0.4em 0.6em; border-bottom: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
.linkstat-guide th:nth-child(1) { width: 26%; }
.linkstat-guide tr > :nth-child(2) { width: 40%; }
.linkstat-guide aside { margin: 1rem 0; padding: 0.1rem 1rem; border-left: 0.25rem solid; }
.linkstat-guide dt { margin-top: 1rem; }
)";

std::string Escape(absl::string_view text) {
  return absl::StrReplaceAll(
      text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"'", "&#39;"}});
}

std::string Element(absl::string_view name, absl::string_view content) {
  return absl::StrCat("<", name, ">", content, "</", name, ">");
}

std::string Inline(const Line& line) {
  std::string html;
  for (const Span& span : line) {
    switch (span.kind) {
      case Span::Kind::kText:
        html += Escape(span.text);
        break;
      case Span::Kind::kLiteral:
        html += Element("code", Escape(span.text));
        break;
      case Span::Kind::kStrong:
        html += Element("strong", Escape(span.text));
        break;
    }
  }
  return html;
}

// Writes one block; called through std::visit.
struct BlockWriter {
  std::string operator()(const Heading& heading) const {
    return absl::StrCat(Element(absl::StrCat("h", heading.level), Inline(heading.text)), "\n");
  }

  std::string operator()(const Paragraph& paragraph) const {
    return absl::StrCat(Element("p", Inline(paragraph.text)), "\n");
  }

  std::string operator()(const List& list) const {
    std::string items = "\n";
    for (const Line& item : list.items) absl::StrAppend(&items, Element("li", Inline(item)), "\n");
    return absl::StrCat(Element(list.ordered ? "ol" : "ul", items), "\n");
  }

  std::string operator()(const Form& form) const {
    std::string head = "<tr>";
    for (const char* column : {kFormLabelHeading, kFormValueHeading, kFormGuidanceHeading}) {
      absl::StrAppend(&head, "<th scope=\"col\">", column, "</th>");
    }
    std::string body = "\n";
    for (const FormRow& row : form.rows) {
      absl::StrAppend(&body, "<tr><th scope=\"row\">", Inline(row.label), "</th>",
                      Element("td", Inline(row.value)), Element("td", Inline(row.guidance)),
                      "</tr>\n");
    }
    return absl::StrCat("<table>\n", Element("thead", head + "</tr>"), "\n", Element("tbody", body),
                        "\n</table>\n");
  }

  std::string operator()(const Terms& terms) const {
    std::string items = "\n";
    for (const Term& term : terms.items) {
      absl::StrAppend(&items, Element("dt", Inline(term.name)), "\n");
      for (const Line& detail : term.details) {
        absl::StrAppend(&items, Element("dd", Inline(detail)), "\n");
      }
    }
    return absl::StrCat(Element("dl", items), "\n");
  }

  std::string operator()(const Callout& callout) const {
    std::string paragraphs = "\n";
    for (const Line& line : callout.paragraphs) {
      absl::StrAppend(&paragraphs, Element("p", Inline(line)), "\n");
    }
    return absl::StrCat(Element("aside", paragraphs), "\n");
  }
};

}  // namespace

std::string WriteHtml(const GuideModel& guide) {
  const std::string title = Escape(guide.title);
  std::string html = absl::StrCat(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n",
      Element("title", title), "\n", Element("style", kStyle),
      "\n</head>\n<body>\n<article class=\"linkstat-guide\">\n", Element("h1", title), "\n");
  for (const Block& block : guide.blocks) html += std::visit(BlockWriter{}, block);
  return html + "</article>\n</body>\n</html>\n";
}

}  // namespace linkstat::core
