#include "agent/store/key_digest.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace linkstat::store {

std::string KeyDigest(absl::string_view secret, absl::string_view key) {
  std::string digest(kDigestBytes, '\0');
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(key.data()), key.size(),
       reinterpret_cast<unsigned char*>(digest.data()), nullptr);
  return digest;
}

}  // namespace linkstat::store
