#ifndef LINKSTAT_TESTS_SUPPORT_ALLOCATION_COUNTER_H_
#define LINKSTAT_TESTS_SUPPORT_ALLOCATION_COUNTER_H_

#include <cstdint>

namespace linkstat::test {

// How often this thread has called operator new since it began. A program that
// links this has a counting operator new.
int64_t Allocations();

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_SUPPORT_ALLOCATION_COUNTER_H_
