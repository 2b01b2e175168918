#ifndef LINKSTAT_TESTS_SUPPORT_REFERENCE_PAGE_H_
#define LINKSTAT_TESTS_SUPPORT_REFERENCE_PAGE_H_

#include "absl/strings/string_view.h"

namespace linkstat::test {

// Fails the test unless `docs/reference/NAME` of the source tree is `text`, which was made
// of what the program itself uses. With LINKSTAT_WRITE_REFERENCE=1 in the environment,
// writes the page instead.
void ExpectReferencePage(absl::string_view name, absl::string_view text);

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_SUPPORT_REFERENCE_PAGE_H_
