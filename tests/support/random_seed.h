#ifndef LINKSTAT_TESTS_SUPPORT_RANDOM_SEED_H_
#define LINKSTAT_TESTS_SUPPORT_RANDOM_SEED_H_

#include <cstdint>

namespace linkstat::test {

// The seed of a random test: LINKSTAT_SEED where it is set, otherwise another
// one each time. Printed, so that a failure can be seen again.
uint32_t RandomSeed();

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_SUPPORT_RANDOM_SEED_H_
