#ifndef LINKSTAT_AGENT_SERVICE_OBSERVATION_CLOCK_H_
#define LINKSTAT_AGENT_SERVICE_OBSERVATION_CLOCK_H_

#include "absl/time/time.h"
#include "agent/base/clock.h"

namespace linkstat::service {

// How far ahead of the agent's clock an observation may be, where no setting
// differs from it.
inline constexpr absl::Duration kDefaultObservationTolerance = absl::Minutes(5);

// One reading of the agent's clock, and the latest time of an observation that is
// accepted then. A later one is in the future: the clock that gave it was wrong.
struct ObservationTime {
  absl::Time now;
  // Not before `now`.
  absl::Time latest;
};

// The agent's clock as observations are judged by it. As thread-safe as the clock.
class ObservationClock {
 public:
  // `clock` must outlive this object. `tolerance` must be 0 or more.
  explicit ObservationClock(const Clock* clock,
                            absl::Duration tolerance = kDefaultObservationTolerance)
      : clock_(clock), tolerance_(tolerance) {}

  ObservationTime Now() const {
    const absl::Time now = clock_->Now();
    return {now, now + tolerance_};
  }

 private:
  const Clock* clock_;
  absl::Duration tolerance_;
};

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_OBSERVATION_CLOCK_H_
