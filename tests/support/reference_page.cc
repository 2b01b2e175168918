#include "tests/support/reference_page.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/support/files.h"

namespace linkstat::test {

void ExpectReferencePage(absl::string_view name, absl::string_view text) {
  const std::string path = absl::StrCat("docs/reference/", name);
  if (std::getenv("LINKSTAT_WRITE_REFERENCE") != nullptr) {
    std::ofstream page(absl::StrCat(LINKSTAT_SOURCE_DIR "/", path));
    page << text;
    EXPECT_TRUE(page.flush().good()) << path;
    return;
  }
  EXPECT_EQ(ReadSourceFile(path), text)
      << path << " is stale; run this test with LINKSTAT_WRITE_REFERENCE=1 and commit the page";
}

}  // namespace linkstat::test
