#include "agent/app/drain.h"

#include <algorithm>

#include "absl/time/clock.h"

namespace linkstat::app {
namespace {

// Enough for readers that read.
constexpr absl::Duration kStreamPatience = absl::Seconds(1);

}  // namespace

void Drain(DrainTarget& target, const DrainTimes& times,
           const std::function<void(absl::Duration)>& linger) {
  target.StopServing();
  linger(times.linger);
  const absl::Time end = absl::Now() + times.deadline;
  target.EndStreams(std::min(kStreamPatience, times.deadline));
  target.Shutdown(std::max(end - absl::Now(), absl::ZeroDuration()));
}

}  // namespace linkstat::app
