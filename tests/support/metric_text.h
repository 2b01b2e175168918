#ifndef LINKSTAT_TESTS_SUPPORT_METRIC_TEXT_H_
#define LINKSTAT_TESTS_SUPPORT_METRIC_TEXT_H_

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace linkstat::test {

// The lines of metrics as Prometheus reads them that begin with `prefix`.
inline std::string MetricLines(absl::string_view text, absl::string_view prefix) {
  std::string lines;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    if (absl::StartsWith(line, prefix)) absl::StrAppend(&lines, line, "\n");
  }
  return lines;
}

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_SUPPORT_METRIC_TEXT_H_
