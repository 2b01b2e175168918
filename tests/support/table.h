#ifndef LINKSTAT_TESTS_SUPPORT_TABLE_H_
#define LINKSTAT_TESTS_SUPPORT_TABLE_H_

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace linkstat::test {

// One case of a decision table.
struct TableRow {
  // Letters and digits only: part of the test's name.
  std::string name;
  std::vector<std::string> cells;
};

void PrintTo(const TableRow& row, std::ostream* out);

// The names of tests that take a row as their parameter.
std::string NameOfCase(const testing::TestParamInfo<TableRow>& info);

// A decision table of the source tree: each line that is neither empty nor
// begins with `#` is a row of a name and `cells` cells, separated by tabs. A
// cell may hold the escapes of a C string, e.g. \u2019; an empty one is written
// `""`. A table that cannot be read fails the test program.
std::vector<TableRow> ReadTable(absl::string_view path, size_t cells);

// The parts of a cell that is a list with commas.
std::vector<std::string> ListIn(absl::string_view cell);

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_SUPPORT_TABLE_H_
