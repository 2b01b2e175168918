#include "agent/core/identifiers.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "agent/core/bounds.h"

namespace linkstat::core {
namespace {

constexpr size_t kMaxHostLabelSize = 63;

bool IsLowerAlnum(char c) { return absl::ascii_islower(c) || absl::ascii_isdigit(c); }

bool IsHostLabel(absl::string_view label) {
  return !label.empty() && label.size() <= kMaxHostLabelSize &&
         absl::ascii_isalnum(label.front()) && absl::ascii_isalnum(label.back()) &&
         std::all_of(label.begin(), label.end(),
                     [](char c) { return absl::ascii_isalnum(c) || c == '-'; });
}

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

bool IsHostName(absl::string_view text) {
  const auto labels = absl::StrSplit(text, '.');
  return std::all_of(labels.begin(), labels.end(), IsHostLabel);
}

}  // namespace linkstat::core
