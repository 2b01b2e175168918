#ifndef LINKSTAT_AGENT_APP_HEALTHCHECK_H_
#define LINKSTAT_AGENT_APP_HEALTHCHECK_H_

#include <ostream>
#include <string>

#include "absl/time/time.h"

namespace linkstat::app {

struct HealthcheckOptions {
  // Any gRPC target.
  std::string endpoint = "127.0.0.1:50051";
  // Empty: the whole agent.
  std::string service;
  // For the whole check.
  absl::Duration timeout = absl::Seconds(1);
};

// Asks a running agent for its health, for probes where no client is installed.
// Writes the status, or why there is none, to `out` and returns the exit code.
int Healthcheck(const HealthcheckOptions& options, std::ostream& out);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_HEALTHCHECK_H_
