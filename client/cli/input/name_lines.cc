#include "client/cli/input/name_lines.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "agent/base/error.h"
#include "agent/base/status_macros.h"
#include "agent/core/text.h"
#include "client/cli/input/text_file.h"

namespace linkstat::cli {

absl::StatusOr<std::vector<std::string>> ParseNameLines(absl::string_view text) {
  std::vector<std::string> names;
  FieldFaults faults;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(StripByteOrderMark(text), '\n')) {
    ++number;
    line = absl::StripSuffix(line, "\r");
    if (!core::IsUtf8(line)) {
      faults.Add(absl::StrCat("line ", number), "is not UTF-8");
    } else if (!core::IsBlank(line)) {
      names.emplace_back(line);
    }
  }
  LINKSTAT_RETURN_IF_ERROR(faults.ToStatus());
  return names;
}

}  // namespace linkstat::cli
