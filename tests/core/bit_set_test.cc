#include "agent/core/bit_set.h"

#include <gtest/gtest.h>

#include <vector>

namespace linkstat::core {
namespace {

TEST(BitSet, BeginsEmpty) {
  const BitSet set(2000);
  for (size_t number = 0; number < 2000; ++number) EXPECT_FALSE(set.Contains(number)) << number;
}

TEST(BitSet, HoldsWhatWasInsertedAndNothingElse) {
  BitSet set(200);
  for (size_t number : {0, 63, 64, 127, 128, 199}) set.Insert(number);
  std::vector<size_t> held;
  for (size_t number = 0; number < 200; ++number) {
    if (set.Contains(number)) held.push_back(number);
  }
  EXPECT_EQ(held, (std::vector<size_t>{0, 63, 64, 127, 128, 199}));
}

}  // namespace
}  // namespace linkstat::core
