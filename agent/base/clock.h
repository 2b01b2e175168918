#ifndef LINKSTAT_AGENT_BASE_CLOCK_H_
#define LINKSTAT_AGENT_BASE_CLOCK_H_

#include "absl/time/time.h"

namespace linkstat {

// The seam through which code learns the time, so that tests can set it.
// Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;

  virtual absl::Time Now() const = 0;

  // The machine's clock. Lives as long as the process.
  static const Clock& System();
};

}  // namespace linkstat

#endif  // LINKSTAT_AGENT_BASE_CLOCK_H_
