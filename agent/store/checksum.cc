#include "agent/store/checksum.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "agent/base/sha256.h"

namespace linkstat::store {
namespace {

constexpr size_t kMostLengthDigits = 20;

}  // namespace

int64_t Checksum(std::initializer_list<absl::string_view> parts) {
  size_t size = 0;
  for (const absl::string_view part : parts) size += part.size() + kMostLengthDigits + 1;
  std::string text;
  text.reserve(size);
  for (const absl::string_view part : parts) absl::StrAppend(&text, part.size(), ":", part);
  const std::string digest = Sha256(text);
  uint64_t sum = 0;
  for (int i = 0; i < 8; ++i) sum = sum << 8 | static_cast<unsigned char>(digest[i]);
  return static_cast<int64_t>(sum);
}

}  // namespace linkstat::store
