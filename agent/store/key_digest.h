#ifndef LINKSTAT_AGENT_STORE_KEY_DIGEST_H_
#define LINKSTAT_AGENT_STORE_KEY_DIGEST_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

// What a store keeps of the key of a deleted record, so that the key is never
// used again and yet cannot be read back.
namespace linkstat::store {

// The length of a secret and of a digest.
inline constexpr size_t kDigestBytes = 32;

// HMAC-SHA-256 of `key` under `secret`, in bytes.
std::string KeyDigest(absl::string_view secret, absl::string_view key);

}  // namespace linkstat::store

#endif  // LINKSTAT_AGENT_STORE_KEY_DIGEST_H_
