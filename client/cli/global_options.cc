#include "client/cli/global_options.h"

#include <cstdlib>

#include "CLI/CLI.hpp"
#include "absl/time/time.h"
#include "agent/base/error.h"
#include "client/cli/verbs/options.h"

namespace linkstat::cli {
namespace {

constexpr char kEndpointVariable[] = "LINKSTAT_ENDPOINT";

std::string DefaultEndpoint() {
  const char* endpoint = std::getenv(kEndpointVariable);
  return endpoint != nullptr && *endpoint != '\0' ? endpoint : ClientOptions().endpoint;
}

void AddTlsOptions(CLI::App& app, GlobalOptions& options) {
  CLI::Option* tls = app.add_flag("--tls", options.tls, "Use TLS");
  AddFile(app, "--tls-ca", options.tls_ca, "CA certificates to trust, PEM (default: the system's)")
      ->needs(tls);
  AddFile(app, "--tls-cert", options.tls_cert, "The client's certificate, PEM")->needs(tls);
  AddFile(app, "--tls-key", options.tls_key, "The client's private key, PEM")->needs(tls);
  app.add_option("--tls-server-name", options.tls_server_name,
                 "Host name in the agent's certificate (default: the endpoint's host)")
      ->type_name("NAME")
      ->check(NotEmpty())
      ->needs(tls);
}

}  // namespace

void AddGlobalOptions(CLI::App& app, GlobalOptions& options) {
  options.endpoint = DefaultEndpoint();
  CLI::Option* endpoint =
      app.add_option("--endpoint", options.endpoint,
                     "Address of the agent, HOST:PORT or unix:/PATH (environment: "
                     "LINKSTAT_ENDPOINT; default: " +
                         ClientOptions().endpoint + ")")
          ->check(NotEmpty())
          ->type_name("TARGET");
  app.add_option("--output", options.output, "Output format (default: text)")
      ->check(CLI::IsMember({"text", "json"}))
      ->type_name("FORMAT");
  app.add_option("--timeout", options.timeout, "Timeout of a call, e.g. 5s or 500ms (default: 5s)")
      ->type_name("DURATION");
  AddTlsOptions(app, options);
  AddOptional(app, "--catalog", options.catalog,
              "Answer from this catalog file instead of an agent")
      ->type_name("FILE")
      ->excludes(endpoint)
      ->excludes("--tls");
  AddOptional(app, "--expected-revision", options.expected_revision,
              "Fail unless the answer is computed from this catalog revision")
      ->type_name("REVISION");
}

absl::StatusOr<ClientOptions> ToClientOptions(const GlobalOptions& options) {
  ClientOptions result;
  FieldFaults faults;
  if (!absl::ParseDuration(options.timeout, &result.timeout) ||
      result.timeout <= absl::ZeroDuration() || result.timeout == absl::InfiniteDuration()) {
    faults.Add("--timeout", "must be a positive duration such as 5s or 500ms");
    return faults.ToStatus();
  }
  result.endpoint = options.endpoint;
  result.tls = options.tls;
  result.tls_ca_file = options.tls_ca;
  result.tls_cert_file = options.tls_cert;
  result.tls_key_file = options.tls_key;
  result.tls_server_name = options.tls_server_name;
  result.user_agent = "linkstat/" LINKSTAT_VERSION;
  return result;
}

}  // namespace linkstat::cli
