#include "agent/core/host_name.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"

namespace linkstat::core {
namespace {

constexpr size_t kMaxHostLabelSize = 63;

bool IsAlnum(char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)); }

bool IsLabel(absl::string_view label) {
  return !label.empty() && label.size() <= kMaxHostLabelSize && IsAlnum(label.front()) &&
         IsAlnum(label.back()) &&
         std::all_of(label.begin(), label.end(), [](char c) { return IsAlnum(c) || c == '-'; });
}

}  // namespace

bool IsHostName(absl::string_view text) {
  const auto labels = absl::StrSplit(text, '.');
  return std::all_of(labels.begin(), labels.end(), IsLabel);
}

}  // namespace linkstat::core
