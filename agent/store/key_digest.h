#ifndef LINKSTAT_AGENT_STORE_KEY_DIGEST_H_
#define LINKSTAT_AGENT_STORE_KEY_DIGEST_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

// What a store makes of its secret. The two functions never give the same bytes.
namespace linkstat::store {

// The length of a secret, of a digest and of a derived key.
inline constexpr size_t kDigestBytes = 32;

// HMAC-SHA-256 of a record's key under `secret`, in bytes: what is kept of the key
// of a deleted record, so that the key is never used again and yet cannot be read
// back.
std::string KeyDigest(absl::string_view secret, absl::string_view key);

// As Store::DeriveKey.
std::string DeriveKey(absl::string_view secret, absl::string_view purpose);

}  // namespace linkstat::store

#endif  // LINKSTAT_AGENT_STORE_KEY_DIGEST_H_
