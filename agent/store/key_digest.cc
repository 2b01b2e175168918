#include "agent/store/key_digest.h"

#include "absl/strings/str_cat.h"
#include "agent/base/sha256.h"
#include "agent/store/limits.h"

namespace linkstat::store {

std::string KeyDigest(absl::string_view secret, absl::string_view key) {
  return HmacSha256(secret, key);
}

// Longer than any key of a record, so that no digest that the store keeps is a
// derived key.
std::string DeriveKey(absl::string_view secret, absl::string_view purpose) {
  return HmacSha256(secret, absl::StrCat(std::string(kMaxKeyBytes + 1, '\0'), purpose));
}

}  // namespace linkstat::store
