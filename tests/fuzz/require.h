#ifndef LINKSTAT_TESTS_FUZZ_REQUIRE_H_
#define LINKSTAT_TESTS_FUZZ_REQUIRE_H_

#include <cstdio>
#include <cstdlib>

namespace linkstat::fuzz {

// Ends the program when `holds` is false, which the fuzzer takes for a crash and
// keeps the input of. `rule` is what every input must keep to.
inline void Require(bool holds, const char* rule) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", rule);
  std::abort();
}

}  // namespace linkstat::fuzz

#endif  // LINKSTAT_TESTS_FUZZ_REQUIRE_H_
