#ifndef LINKSTAT_CLIENT_CLI_OUTPUT_REPORT_H_
#define LINKSTAT_CLIENT_CLI_OUTPUT_REPORT_H_

#include <ostream>
#include <string>
#include <vector>

#include "client/cli/streams.h"

namespace linkstat::cli {

// How a piece of text is meant; a colour on a terminal that has colours.
enum class Tone { kPlain, kGood, kBad, kWarning, kFaint };

struct Cell {
  std::string text;
  Tone tone = Tone::kPlain;
};

// A table. Every row has a cell for every column.
struct Section {
  // The first word of each of its lines in plain text.
  std::string key;
  // Its heading on a terminal.
  std::string title;
  std::vector<std::string> columns;
  std::vector<std::vector<Cell>> rows;
};

// One line with a name of its own.
struct Line {
  // Its first word in plain text.
  std::string key;
  // Its title on a terminal; may be empty.
  std::string title;
  // The word that matters.
  Cell word;
  // What it means; may be empty.
  std::string sentence;
};

// An answer for people. The verbs fill it; this module lays it out.
struct Report {
  Line headline;
  // Those without rows are not shown.
  std::vector<Section> sections;
  std::vector<Line> closing;
};

// On a terminal: tables within its width. Elsewhere: lines of cells separated by
// tabs, each beginning with its key. Either way nothing in the report can steer
// a terminal or make a line of its own.
void WriteReport(const Report& report, const Terminal& terminal, std::ostream& out);

// Writes the lines of one section, in the form for a pipe or a file.
void WritePlainRows(const Section& section, std::ostream& out);

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_OUTPUT_REPORT_H_
