#include "tests/support/random_seed.h"

#include <cstdlib>
#include <iostream>
#include <random>

#include "absl/strings/numbers.h"

namespace linkstat::test {

uint32_t RandomSeed() {
  uint32_t seed = std::random_device()();
  const char* set = std::getenv("LINKSTAT_SEED");
  if (set != nullptr && !absl::SimpleAtoi(set, &seed)) std::cerr << "LINKSTAT_SEED is no number\n";
  std::cout << "LINKSTAT_SEED=" << seed << std::endl;
  return seed;
}

}  // namespace linkstat::test
