#ifndef LINKSTAT_AGENT_BASE_RANDOM_H_
#define LINKSTAT_AGENT_BASE_RANDOM_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"

namespace linkstat {

// The seam through which code gets randomness, so that tests can set it.
// Thread-safe.
class Random {
 public:
  virtual ~Random() = default;

  // `size` bytes that cannot be guessed. INTERNAL when the source fails.
  virtual absl::StatusOr<std::string> Bytes(size_t size) = 0;

  // The system's source. Lives as long as the process.
  static Random& System();
};

}  // namespace linkstat

#endif  // LINKSTAT_AGENT_BASE_RANDOM_H_
