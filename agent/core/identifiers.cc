#include "agent/core/identifiers.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "agent/core/bounds.h"

namespace linkstat::core {
namespace {

bool IsLowerAlnum(char c) { return absl::ascii_islower(c) || absl::ascii_isdigit(c); }

}  // namespace

bool IsId(absl::string_view text) {
  return !text.empty() && text.size() <= kMaxIdSize && absl::ascii_islower(text.front()) &&
         IsLowerAlnum(text.back()) &&
         std::all_of(text.begin(), text.end(), [](char c) { return IsLowerAlnum(c) || c == '-'; });
}

bool IsLowerHex(absl::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool IsRevision(absl::string_view text) { return text.size() == kRevisionSize && IsLowerHex(text); }

}  // namespace linkstat::core
