#ifndef LINKSTAT_AGENT_APP_SIGNALS_H_
#define LINKSTAT_AGENT_APP_SIGNALS_H_

#include <csignal>

#include "absl/time/time.h"

namespace linkstat::app {

// What a signal requests.
enum class SystemRequest { kReload, kStop };

// Takes SIGHUP (reload), SIGTERM and SIGINT (stop) as they come, in one thread,
// so that nothing has to run in a signal handler.
class Signals {
 public:
  // Blocks them in this thread and those that it starts. To be made before any
  // other thread. SIGPIPE and SIGXFSZ are ignored: a write to a closed pipe or
  // beyond the limit of the file size fails instead.
  Signals();

  // Blocks until the next request.
  SystemRequest Wait();

  // Blocks until the next request to stop, at most for `timeout`; requests to
  // reload are dropped. Returns whether there was one.
  bool WaitForStop(absl::Duration timeout);

 private:
  sigset_t set_;
};

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_SIGNALS_H_
