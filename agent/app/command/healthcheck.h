#ifndef LINKSTAT_AGENT_APP_COMMAND_HEALTHCHECK_H_
#define LINKSTAT_AGENT_APP_COMMAND_HEALTHCHECK_H_

#include <ostream>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "agent/app/config/config_builder.h"

namespace linkstat::app {

struct HealthcheckOptions {
  // Any gRPC target.
  std::string endpoint = "127.0.0.1:50051";
  // Empty: the whole agent.
  std::string service;
  // For the whole check.
  absl::Duration timeout = absl::Seconds(1);
  // Whether to use TLS. The rest applies only with it; the files are PEM.
  bool tls = false;
  // The authorities to trust; empty: the roots of the system.
  std::string tls_ca;
  // The probe's certificate and key: both, or neither.
  std::string tls_cert;
  std::string tls_key;
  // The name that the agent's certificate must have; empty: the endpoint's host.
  std::string tls_server_name;
};

// The faults of options that lack another one, by flag.
std::vector<SettingFault> OptionFaults(const HealthcheckOptions& options);

// Reads the health of a running agent, for probes where no client is installed.
// Writes the status, or why there is none, to `out` and returns the exit code;
// kExitBadSettings when a file cannot be read.
int Healthcheck(const HealthcheckOptions& options, std::ostream& out);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_COMMAND_HEALTHCHECK_H_
