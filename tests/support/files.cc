#include "tests/support/files.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"

namespace linkstat::test {

std::string ReadSourceFile(absl::string_view path) {
  std::ifstream file(absl::StrCat(LINKSTAT_SOURCE_DIR, "/", path), std::ios::binary);
  if (!file) ADD_FAILURE() << "cannot read " << path;
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

}  // namespace linkstat::test
