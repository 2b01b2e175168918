#include "tests/support/table.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_split.h"
#include "tests/support/files.h"

namespace linkstat::test {
namespace {

std::string ParseCell(absl::string_view cell) {
  std::string parsed;
  if (cell == "\"\"") return parsed;
  std::string error;
  if (!absl::CUnescape(cell, &parsed, &error)) ADD_FAILURE() << cell << ": " << error;
  return parsed;
}

}  // namespace

void PrintTo(const TableRow& row, std::ostream* out) { *out << row.name; }

std::string NameOfCase(const testing::TestParamInfo<TableRow>& info) { return info.param.name; }

std::vector<TableRow> ReadTable(absl::string_view path, size_t cells) {
  std::vector<TableRow> rows;
  const std::string content = ReadSourceFile(path);
  for (absl::string_view line : absl::StrSplit(content, '\n', absl::SkipEmpty())) {
    if (line.front() == '#') continue;
    const std::vector<absl::string_view> parts = absl::StrSplit(line, '\t');
    EXPECT_EQ(parts.size(), cells + 1) << path << ": " << line;
    TableRow& row = rows.emplace_back();
    row.name = std::string(parts.front());
    for (size_t i = 1; i < parts.size(); ++i) row.cells.push_back(ParseCell(parts[i]));
    row.cells.resize(cells);
  }
  return rows;
}

std::vector<std::string> ListIn(absl::string_view cell) {
  return absl::StrSplit(cell, ',', absl::SkipEmpty());
}

}  // namespace linkstat::test
