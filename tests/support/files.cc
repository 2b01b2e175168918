#include "tests/support/files.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace linkstat::test {

std::string ReadSourceFile(absl::string_view path) {
  std::ifstream file(absl::StrCat(LINKSTAT_SOURCE_DIR, "/", path), std::ios::binary);
  if (!file) ADD_FAILURE() << "cannot read " << path;
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

std::vector<std::vector<std::string>> ReadTable(absl::string_view path) {
  std::vector<std::vector<std::string>> rows;
  const std::string content = ReadSourceFile(path);
  for (absl::string_view line : absl::StrSplit(content, '\n', absl::SkipEmpty())) {
    if (line.front() != '#') rows.push_back(absl::StrSplit(line, '\t'));
  }
  return rows;
}

}  // namespace linkstat::test
