#ifndef LINKSTAT_CLIENT_CLI_GLOBAL_OPTIONS_H_
#define LINKSTAT_CLIENT_CLI_GLOBAL_OPTIONS_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "client/cli/cli11_fwd.h"
#include "linkstat/client.h"

namespace linkstat::cli {

enum class OutputFormat { kText, kJson };

// The options that every verb accepts, before or after it, as they were given.
struct GlobalOptions {
  std::string endpoint;
  std::string output = "text";
  std::string timeout = "5s";
  bool tls = false;
  std::string tls_ca;
  std::string tls_cert;
  std::string tls_key;
  std::string tls_server_name;
  // Absent when not given; empty when given as such.
  std::optional<std::string> catalog;
  std::optional<std::string> expected_revision;

  OutputFormat format() const {
    return output == "json" ? OutputFormat::kJson : OutputFormat::kText;
  }
};

// Adds the options to `app`. `options` must outlive it.
void AddGlobalOptions(CLI::App& app, GlobalOptions& options);

// The options as the client library takes them. INVALID_ARGUMENT for a timeout
// that is no duration.
absl::StatusOr<ClientOptions> ToClientOptions(const GlobalOptions& options);

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_GLOBAL_OPTIONS_H_
