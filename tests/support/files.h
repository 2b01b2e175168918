#ifndef LINKSTAT_TESTS_SUPPORT_FILES_H_
#define LINKSTAT_TESTS_SUPPORT_FILES_H_

#include <string>

#include "absl/strings/string_view.h"

namespace linkstat::test {

// The content of a file of the source tree, by its path from the top. A file
// that cannot be read fails the test.
std::string ReadSourceFile(absl::string_view path);

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_SUPPORT_FILES_H_
