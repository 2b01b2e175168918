#ifndef LINKSTAT_AGENT_BASE_DEADLINE_H_
#define LINKSTAT_AGENT_BASE_DEADLINE_H_

#include <algorithm>
#include <chrono>

#include "absl/time/time.h"

namespace linkstat {

// A time on the steady clock, which cannot be set: for every wait and every bound on
// how long something may take. What is shown to people or stored has the time of
// Clock instead.
using SteadyTime = std::chrono::steady_clock::time_point;

inline SteadyTime SteadyNow() { return std::chrono::steady_clock::now(); }

// The time after a duration from now. One longer than a year, infinite ones among them,
// is a year.
inline SteadyTime SteadyAfter(absl::Duration duration) {
  return SteadyNow() + absl::ToChronoNanoseconds(std::min(duration, absl::Hours(24 * 365)));
}

// The end of a duration that began when the object was made. Immutable.
class Deadline {
 public:
  // As SteadyAfter.
  explicit Deadline(absl::Duration duration) : end_(SteadyAfter(duration)) {}

  // What is left of it; 0 once it has passed.
  absl::Duration Left() const {
    return std::max(absl::FromChrono(end_ - SteadyNow()), absl::ZeroDuration());
  }

  bool Passed() const { return Left() == absl::ZeroDuration(); }

 private:
  const SteadyTime end_;
};

}  // namespace linkstat

#endif  // LINKSTAT_AGENT_BASE_DEADLINE_H_
