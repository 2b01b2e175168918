#include "agent/app/drain.h"

#include <algorithm>

#include "agent/base/deadline.h"

namespace linkstat::app {
namespace {

// Enough for readers that read.
constexpr absl::Duration kStreamPatience = absl::Seconds(1);

}  // namespace

void Drain(DrainTarget& target, const DrainTimes& times,
           const std::function<void(absl::Duration)>& linger) {
  target.StopServing();
  linger(times.linger);
  const Deadline end(times.deadline);
  target.EndStreams(std::min(kStreamPatience, times.deadline));
  target.Shutdown(end.Left());
}

}  // namespace linkstat::app
