#include "client/cli/output/report.h"

#include "absl/strings/str_cat.h"
#include "client/cli/output/safe_text.h"
#include "client/cli/output/table.h"

namespace linkstat::cli {
namespace {

void WritePlainLine(const Line& line, std::ostream& out) {
  out << line.key << '\t' << SafeText(line.word.text);
  if (!line.sentence.empty()) out << '\t' << SafeText(line.sentence);
  out << '\n';
}

void WritePlain(const Report& report, std::ostream& out) {
  WritePlainLine(report.headline, out);
  for (const Section& section : report.sections) WritePlainRows(section, out);
  for (const Line& line : report.closing) WritePlainLine(line, out);
}

void WriteTerminalLine(const Line& line, const Terminal& terminal, std::ostream& out) {
  if (!line.title.empty()) out << line.title << ": ";
  out << Painted(SafeText(line.word.text), line.word.tone, terminal.colour);
  if (!line.sentence.empty()) out << "  " << SafeText(line.sentence);
  out << '\n';
}

}  // namespace

void WritePlainRows(const Section& section, std::ostream& out) {
  for (const auto& row : section.rows) {
    out << section.key;
    for (const Cell& cell : row) out << '\t' << SafeText(cell.text);
    out << '\n';
  }
}

void WriteReport(const Report& report, const Terminal& terminal, std::ostream& out) {
  if (!terminal.interactive) {
    WritePlain(report, out);
    return;
  }
  WriteTerminalLine(report.headline, terminal, out);
  for (const Section& section : report.sections) {
    if (section.rows.empty()) continue;
    out << '\n' << section.title << '\n';
    WriteTable(section, terminal, out);
  }
  if (!report.closing.empty()) out << '\n';
  for (const Line& line : report.closing) WriteTerminalLine(line, terminal, out);
}

}  // namespace linkstat::cli
