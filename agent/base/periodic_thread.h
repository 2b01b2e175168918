#ifndef LINKSTAT_AGENT_BASE_PERIODIC_THREAD_H_
#define LINKSTAT_AGENT_BASE_PERIODIC_THREAD_H_

#include <functional>
#include <memory>
#include <thread>

#include "absl/time/time.h"

namespace linkstat {

// A thread that calls one function again and again: after a pause that the function
// chooses, and sooner when it is woken. All times are of the steady clock.
class PeriodicThread {
 public:
  // Returns the pause until the next run; an infinite one lasts until a Wake. `woken`:
  // a Wake came since the last run began.
  using Run = std::function<absl::Duration(bool woken)>;

  struct Options {
    // As of StartThread.
    const char* name;
    // The pause before the first run.
    absl::Duration first = absl::ZeroDuration();
    // The shortest time between two runs, also when the thread is woken.
    absl::Duration rest = absl::ZeroDuration();
  };

  PeriodicThread(const Options& options, Run run);

  // Waits for the run that is under way, if there is one, and for nothing else. Must not
  // run on the thread.
  ~PeriodicThread();

  PeriodicThread(const PeriodicThread&) = delete;
  PeriodicThread& operator=(const PeriodicThread&) = delete;

  // Has the function run, at the latest after `within`: once for several calls, and
  // again when a run is under way. Thread-safe.
  void Wake(absl::Duration within = absl::ZeroDuration());

  // Has the function run one last time, then ends the thread. Returns false when that
  // takes longer than `patience`: then the thread is left behind, and ends after the run
  // that it is in. `run` must own what it uses where that can happen. To be called once.
  bool Finish(absl::Duration patience);

 private:
  struct State;

  // Shared with the thread.
  const std::shared_ptr<State> state_;
  std::jthread thread_;
};

}  // namespace linkstat

#endif  // LINKSTAT_AGENT_BASE_PERIODIC_THREAD_H_
