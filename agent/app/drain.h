#ifndef LINKSTAT_AGENT_APP_DRAIN_H_
#define LINKSTAT_AGENT_APP_DRAIN_H_

#include <functional>

#include "absl/time/time.h"

namespace linkstat::app {

// What can be drained; see rpc::Server.
class DrainTarget {
 public:
  virtual ~DrainTarget() = default;

  virtual void StopServing() = 0;
  virtual void EndStreams(absl::Duration patience) = 0;
  virtual void Shutdown(absl::Duration deadline) = 0;
};

struct DrainTimes {
  absl::Duration linger;
  // For streams and calls together.
  absl::Duration deadline;
};

// Stops `target` without failing anybody who can notice in time: says
// NOT_SERVING and goes on serving for a while, so that load balancers turn
// away; ends the agent's own streams, so that they do not use up the time that
// calls in flight have; lets those end. `linger` waits for the time given to
// it, or for less where someone is in a hurry.
void Drain(DrainTarget& target, const DrainTimes& times,
           const std::function<void(absl::Duration)>& linger);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_DRAIN_H_
