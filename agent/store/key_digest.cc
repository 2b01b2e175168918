#include "agent/store/key_digest.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include "absl/status/status.h"

namespace linkstat::store {

absl::StatusOr<std::string> NewDigestSecret() {
  std::string secret(kDigestBytes, '\0');
  auto* bytes = reinterpret_cast<unsigned char*>(secret.data());
  if (RAND_bytes(bytes, static_cast<int>(secret.size())) != 1) {
    return absl::InternalError("the system's source of randomness failed");
  }
  return secret;
}

std::string KeyDigest(absl::string_view secret, absl::string_view key) {
  std::string digest(kDigestBytes, '\0');
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(key.data()), key.size(),
       reinterpret_cast<unsigned char*>(digest.data()), nullptr);
  return digest;
}

}  // namespace linkstat::store
