#ifndef LINKSTAT_AGENT_CORE_RENDER_MODEL_H_
#define LINKSTAT_AGENT_CORE_RENDER_MODEL_H_

#include <string>
#include <variant>
#include <vector>

#include "linkstat/v1/linking_service.pb.h"

// The guide as a document without a format: every writer gets the same blocks
// with the same words, and only decides how they look. No string of it is
// escaped; each writer escapes for its own format.
namespace linkstat::core {

// A piece of a line.
struct Span {
  enum class Kind {
    // Running words.
    kText,
    // A label of the screen or a value to enter, shown to the letter.
    kLiteral,
    // A word of our own that leads into the line. Never from a catalog or a
    // request; begins and ends with a visible character.
    kStrong,
  };
  Kind kind;
  std::string text;
};

using Line = std::vector<Span>;

// The heading of a section (level 2) or of a part of one (level 3); the title of
// the guide is level 1.
struct Heading {
  int level;
  Line text;
};

struct Paragraph {
  Line text;
};

struct List {
  bool ordered;
  std::vector<Line> items;
};

// One field of the form. `guidance` is empty when nothing needs saying.
struct FormRow {
  Line label;
  Line value;
  Line guidance;
};

// What to enter in each field of the form, in the order of the screen.
struct Form {
  std::vector<FormRow> rows;
};

// A term and its details.
struct Term {
  Line name;
  std::vector<Line> details;
};

struct Terms {
  std::vector<Term> items;
};

// Paragraphs that stand out from the text around them.
struct Callout {
  std::vector<Line> paragraphs;
};

using Block = std::variant<Heading, Paragraph, List, Form, Terms, Callout>;

struct GuideModel {
  std::string title;
  std::vector<Block> blocks;
};

// The headings of a form's columns, where a format has columns.
inline constexpr char kFormLabelHeading[] = "Field";
inline constexpr char kFormValueHeading[] = "What to enter";
inline constexpr char kFormGuidanceHeading[] = "Guidance";

// The one place that words the guide. `details` is a VIEW_FULL answer.
GuideModel BuildGuide(const v1::GetLinkingDetailsResponse& details);

// A whole HTML document with the guide as its one `article`. No script, nothing
// loaded; its style is for the article only and follows a dark or light scheme.
std::string WriteHtml(const GuideModel& guide);

// CommonMark. Everything but literals is backslash-escaped, literals are code spans;
// each block is one physical line, so that only its beginning can start a block.
std::string WriteMarkdown(const GuideModel& guide);

// Plain text: UTF-8, lines of at most 80 columns. A literal is never broken, so that
// it can be copied; where one does not fit, its line is longer.
std::string WriteText(const GuideModel& guide);

}  // namespace linkstat::core

#endif  // LINKSTAT_AGENT_CORE_RENDER_MODEL_H_
