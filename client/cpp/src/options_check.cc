#include "client/cpp/src/options_check.h"

#include <string>
#include <utility>

namespace linkstat {
namespace {

constexpr int kMaxAttempts = 5;

void CheckTls(const ClientOptions& options, FieldFaults& faults) {
  if (options.tls) {
    if (options.tls_cert_file.empty() != options.tls_key_file.empty()) {
      faults.Add(options.tls_cert_file.empty() ? "tls_cert_file" : "tls_key_file",
                 "is absent; certificate and key go together");
    }
    return;
  }
  const std::pair<const char*, const std::string*> needing_tls[] = {
      {"tls_ca_file", &options.tls_ca_file},
      {"tls_cert_file", &options.tls_cert_file},
      {"tls_key_file", &options.tls_key_file},
      {"tls_server_name", &options.tls_server_name}};
  for (const auto& [name, value] : needing_tls) {
    if (!value->empty()) faults.Add(name, "is set, but tls is off");
  }
}

}  // namespace

void CheckOptions(const ClientOptions& options, FieldFaults& faults) {
  if (options.endpoint.empty()) faults.Add("endpoint", "is empty");
  if (options.timeout <= absl::ZeroDuration()) faults.Add("timeout", "is not positive");
  CheckTls(options, faults);
  if (options.max_attempts < 1 || options.max_attempts > kMaxAttempts) {
    faults.Add("max_attempts", "is not between 1 and 5");
  }
}

}  // namespace linkstat
