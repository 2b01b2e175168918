#include "agent/store/key_digest.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/escaping.h"

namespace linkstat::store {
namespace {

const std::string kSecret(32, 's');

// The files and the tokens of landed versions hold these bytes. Python's hmac computed them.
TEST(KeyDigest, IsThatOfLandedVersions) {
  EXPECT_EQ(absl::BytesToHexString(KeyDigest(kSecret, "jo@example.com")),
            "b0f733b0d80e0d1f6a765c9b6892119811c62ccec5e6ffacdce65ee2f7546eb0");
}

TEST(DeriveKey, IsThatOfLandedVersions) {
  EXPECT_EQ(absl::BytesToHexString(DeriveKey(kSecret, "tokens")),
            "dc44fc9867595ba56b0c05a5414b399a151b870890eeb92959f80f836de552ee");
}

}  // namespace
}  // namespace linkstat::store
