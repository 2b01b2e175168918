#include "agent/catalog/raw_text.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "agent/core/bounds.h"
#include "agent/core/text.h"

namespace linkstat::catalog {
namespace {

bool IsStrayControl(char c) {
  return absl::ascii_iscntrl(static_cast<unsigned char>(c)) && c != '\t' && c != '\n' && c != '\r';
}

// What is wrong with a line; absent when nothing is.
std::optional<absl::string_view> FaultOfLine(absl::string_view line) {
  if (!core::IsUtf8(line)) return "this line is not valid UTF-8; save the text as UTF-8";
  if (std::any_of(line.begin(), line.end(), IsStrayControl)) {
    return "this line holds a control character; remove it";
  }
  return std::nullopt;
}

void AddTooLarge(FaultList& faults) {
  v1::CatalogFault fault;
  fault.set_reason(v1::CATALOG_FAULT_REASON_OUT_OF_BOUNDS);
  fault.set_message(
      absl::StrCat("the text is larger than ", core::kMaxCatalogTextSize, " bytes; shorten it"));
  faults.Add(std::move(fault));
}

void AddBadLine(int line, absl::string_view message, FaultList& faults) {
  v1::CatalogFault fault;
  fault.set_line(line);
  fault.set_reason(v1::CATALOG_FAULT_REASON_MALFORMED);
  fault.set_message(std::string(message));
  faults.Add(std::move(fault));
}

}  // namespace

bool CheckRawText(absl::string_view text, FaultList& faults) {
  if (text.size() > core::kMaxCatalogTextSize) {
    AddTooLarge(faults);
    return false;
  }
  const int before = faults.total();
  size_t begin = 0;
  for (int line = 1; begin < text.size(); ++line) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    const auto message = FaultOfLine(text.substr(begin, end - begin));
    if (message.has_value()) AddBadLine(line, *message, faults);
    begin = end + 1;
  }
  return faults.total() == before;
}

}  // namespace linkstat::catalog
