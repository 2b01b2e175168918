#include "client/cli/output/table.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "agent/core/text_layout.h"
#include "client/cli/output/safe_text.h"

namespace linkstat::cli {
namespace {

using core::DisplayWidth;

constexpr int kIndent = 2;
constexpr int kGap = 2;
constexpr int kMinColumn = 12;

// From nothing to the whole block, by eighths.
constexpr const char* kBlocks[] = {"",
                                   "\xE2\x96\x8F",
                                   "\xE2\x96\x8E",
                                   "\xE2\x96\x8D",
                                   "\xE2\x96\x8C",
                                   "\xE2\x96\x8B",
                                   "\xE2\x96\x8A",
                                   "\xE2\x96\x89",
                                   "\xE2\x96\x88"};

const char* ColourCode(Tone tone) {
  switch (tone) {
    case Tone::kGood:
      return "\x1b[32m";
    case Tone::kBad:
      return "\x1b[1;31m";
    case Tone::kWarning:
      return "\x1b[33m";
    case Tone::kFaint:
      return "\x1b[2m";
    case Tone::kPlain:
      break;
  }
  return "";
}

// Takes from the widest column that is wider than its `least` until the table
// fits, or until nothing is left to take.
void Narrow(std::vector<int>& widths, const std::vector<int>& least, int available) {
  for (int total = std::accumulate(widths.begin(), widths.end(), 0); total > available; --total) {
    int* widest = nullptr;
    for (size_t i = 0; i < widths.size(); ++i) {
      if (widths[i] <= least[i]) continue;
      if (widest == nullptr || widths[i] > *widest) widest = &widths[i];
    }
    if (widest == nullptr) return;
    --*widest;
  }
}

int WidestWord(absl::string_view text) {
  int widest = 0;
  for (const absl::string_view word : absl::StrSplit(text, ' ')) {
    widest = std::max(widest, DisplayWidth(word));
  }
  return widest;
}

// Text of several words gives way first, so that a state, an id or a time goes on
// in a further line only where all columns cannot have their widest word.
std::vector<int> ColumnWidths(const Section& section, int terminal_width) {
  std::vector<int> widths;
  for (const std::string& column : section.columns) widths.push_back(DisplayWidth(column));
  const std::vector<int> least(widths.size(), kMinColumn);
  std::vector<int> words = least;
  for (const auto& row : section.rows) {
    for (size_t i = 0; i < widths.size(); ++i) {
      const std::string text = SafeText(row[i].text);
      widths[i] = std::max(widths[i], DisplayWidth(text));
      words[i] = std::max(words[i], WidestWord(text));
    }
  }
  const int gaps = kGap * (static_cast<int>(widths.size()) - 1);
  const int available = terminal_width - kIndent - gaps;
  Narrow(widths, words, available);
  Narrow(widths, least, available);
  return widths;
}

void WriteRow(const std::vector<Cell>& row, const std::vector<int>& widths, bool colour,
              std::ostream& out) {
  std::vector<std::vector<std::string>> cells;
  size_t height = 1;
  for (size_t i = 0; i < widths.size(); ++i) {
    cells.push_back(core::WrapWords(absl::StrSplit(SafeText(row[i].text), ' '), widths[i],
                                    core::LongWord::kBreak));
    height = std::max(height, cells.back().size());
  }
  for (size_t line = 0; line < height; ++line) {
    std::string written;
    int owed = kIndent;
    for (size_t i = 0; i < widths.size(); ++i) {
      const std::string text = line < cells[i].size() ? cells[i][line] : "";
      if (!text.empty()) {
        absl::StrAppend(&written, std::string(static_cast<size_t>(owed), ' '),
                        Painted(text, row[i].tone, colour));
        owed = 0;
      }
      owed += widths[i] - DisplayWidth(text) + kGap;
    }
    out << written << '\n';
  }
}

std::string Rule(int width) {
  std::string rule;
  for (int i = 0; i < width; ++i) rule += "\xE2\x94\x80";  // a horizontal box line
  return rule;
}

}  // namespace

std::string Painted(absl::string_view text, Tone tone, bool colour) {
  if (!colour || tone == Tone::kPlain) return std::string(text);
  return absl::StrCat(ColourCode(tone), text, "\x1b[0m");
}

std::string Bar(int64_t value, int64_t whole, int width) {
  if (value <= 0) return "";
  const double share = static_cast<double>(value) / static_cast<double>(whole);
  const int eighths = std::max(1, static_cast<int>(share * width * 8));
  std::string bar;
  for (int i = 0; i < eighths / 8; ++i) bar += kBlocks[8];
  return bar + kBlocks[eighths % 8];
}

void WriteTable(const Section& section, const Terminal& terminal, std::ostream& out) {
  const std::vector<int> widths = ColumnWidths(section, terminal.width);
  std::vector<Cell> headings;
  std::vector<Cell> rules;
  for (size_t i = 0; i < widths.size(); ++i) {
    headings.push_back({section.columns[i], Tone::kFaint});
    rules.push_back({Rule(widths[i]), Tone::kFaint});
  }
  WriteRow(headings, widths, terminal.colour, out);
  WriteRow(rules, widths, terminal.colour, out);
  for (const auto& row : section.rows) WriteRow(row, widths, terminal.colour, out);
}

}  // namespace linkstat::cli
