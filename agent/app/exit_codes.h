#ifndef LINKSTAT_AGENT_APP_EXIT_CODES_H_
#define LINKSTAT_AGENT_APP_EXIT_CODES_H_

namespace linkstat::app {

// How the agent's process ends.
enum ExitCode : int {
  kExitOk = 0,
  // healthcheck only: the agent answers and is not SERVING.
  kExitNotServing = 1,
  // store only: the file does not hold what was written.
  kExitDamaged = 1,
  // A setting, a flag or the catalog is wrong; for store: the file is none for
  // this.
  kExitBadSettings = 2,
  // It cannot listen; for healthcheck: the agent cannot be reached; for store: the
  // file cannot be read or written now.
  kExitUnreachable = 3,
};

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_EXIT_CODES_H_
