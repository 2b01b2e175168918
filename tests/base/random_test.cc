#include "agent/base/random.h"

#include <gtest/gtest.h>

namespace linkstat {
namespace {

TEST(SystemRandom, ReturnsTheNumberOfBytesRequestedAndNotTheSameAgain) {
  const auto one = Random::System().Bytes(16);
  const auto two = Random::System().Bytes(16);
  ASSERT_TRUE(one.ok() && two.ok());
  EXPECT_EQ(one->size(), 16);
  EXPECT_NE(*one, *two);
}

}  // namespace
}  // namespace linkstat
