#include "client/cli/input/text_file.h"

#include <cerrno>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "agent/base/error.h"
#include "agent/base/status_macros.h"
#include "agent/core/text.h"

namespace linkstat::cli {
namespace {

absl::Status Fault(absl::string_view what, std::string description) {
  FieldFaults faults;
  faults.Add(std::string(what), std::move(description));
  return faults.ToStatus();
}

absl::StatusOr<std::string> ReadStream(std::istream& in, absl::string_view what) {
  errno = 0;
  std::string content(kMaxInputSize + 1, '\0');
  in.read(content.data(), static_cast<std::streamsize>(content.size()));
  if (in.bad() || errno != 0) {
    return Fault(what, absl::StrCat("cannot be read: ", std::strerror(errno != 0 ? errno : EIO)));
  }
  content.resize(static_cast<size_t>(in.gcount()));
  if (content.size() > kMaxInputSize) return Fault(what, "is larger than 1 MiB");
  return content;
}

}  // namespace

absl::StatusOr<std::ifstream> OpenInput(const std::string& path, absl::string_view what) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) return Fault(what, absl::StrCat("cannot be read: ", std::strerror(errno)));
  return file;
}

absl::Status CheckStandardInput(const std::istream& in) {
  return in.bad() ? absl::InvalidArgumentError("standard input is closed") : absl::OkStatus();
}

absl::StatusOr<std::string> ReadInput(const std::string& path, absl::string_view what,
                                      std::istream& in) {
  if (path == "-") {
    LINKSTAT_RETURN_IF_ERROR(CheckStandardInput(in));
    return ReadStream(in, what);
  }
  LINKSTAT_ASSIGN_OR_RETURN(std::ifstream file, OpenInput(path, what));
  return ReadStream(file, what);
}

absl::StatusOr<std::string> ReadText(const std::string& path, absl::string_view what,
                                     std::istream& in) {
  LINKSTAT_ASSIGN_OR_RETURN(std::string content, ReadInput(path, what, in));
  if (!core::IsUtf8(content)) return Fault(what, "is not UTF-8");
  return std::string(StripByteOrderMark(content));
}

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

absl::string_view StripByteOrderMark(absl::string_view text) {
  return absl::StripPrefix(text, "\xEF\xBB\xBF");
}

}  // namespace linkstat::cli
