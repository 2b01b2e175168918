#include "agent/base/sha256.h"

#include <gtest/gtest.h>

#include "absl/strings/escaping.h"

namespace linkstat {
namespace {

// The example of FIPS 180-2.
TEST(Sha256, IsTheStandardsHash) {
  EXPECT_EQ(absl::BytesToHexString(Sha256("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace linkstat
