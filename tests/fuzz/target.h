#ifndef LINKSTAT_TESTS_FUZZ_TARGET_H_
#define LINKSTAT_TESTS_FUZZ_TARGET_H_

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"

// What libFuzzer calls with each input, and run_corpus.cc with each one kept. Each
// target defines it. Returns 0; ends the program when the input breaks a rule.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace linkstat::fuzz {

inline absl::string_view TextOf(const uint8_t* data, size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

}  // namespace linkstat::fuzz

#endif  // LINKSTAT_TESTS_FUZZ_TARGET_H_
