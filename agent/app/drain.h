#ifndef LINKSTAT_AGENT_APP_DRAIN_H_
#define LINKSTAT_AGENT_APP_DRAIN_H_

#include <algorithm>
#include <functional>

#include "absl/time/time.h"
#include "agent/base/deadline.h"

namespace linkstat::app {

struct DrainTimes {
  absl::Duration linger;
  // For streams and calls together.
  absl::Duration deadline;
};

// Stops `server`, an rpc::Server, without a failed call for clients that react in time:
// reports NOT_SERVING and keeps serving for a while, so that load balancers choose other
// agents; ends the agent's own streams, so that they do not use up the time that calls in
// flight have; waits for those. `linger` waits for the time given to it, or less where a
// second signal arrives.
template <typename Server>
void Drain(Server& server, const DrainTimes& times,
           const std::function<void(absl::Duration)>& linger) {
  // Enough for a client that reads.
  constexpr absl::Duration kStreamPatience = absl::Seconds(1);
  server.SetServing(false);
  linger(times.linger);
  const Deadline end(times.deadline);
  server.EndStreams(std::min(kStreamPatience, times.deadline));
  server.Shutdown(end.Left());
}

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_DRAIN_H_
