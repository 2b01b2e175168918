#include "client/cpp/src/channel.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "agent/base/error.h"
#include "agent/base/regular_file.h"
#include "agent/base/status_macros.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/channel_arguments.h"

namespace linkstat {
namespace {

constexpr int kMaxAttempts = 5;

// The largest answer is a batch of a thousand full checks.
constexpr int kMaxAnswerSize = 64 << 20;

// A lost connection is tried again soon enough for a retry to use it.
constexpr int kFirstReconnectMs = 100;
constexpr int kMaxReconnectMs = 5000;
// How long an attempt to connect may take.
constexpr int kConnectTimeoutMs = 5000;

// Detects a dead agent behind an idle stream. Servers reject pings that come more often
// than every five minutes.
constexpr int kPingEveryMs = 310'000;
constexpr int kPingTimeoutMs = 20'000;

// The methods of LinkedAccountService that may be called again.
constexpr char kRepeatableAccountMethods[] =
    R"({"service":"linkstat.v1.LinkedAccountService","method":"GetLinkedAccount"},)"
    R"({"service":"linkstat.v1.LinkedAccountService","method":"FindByWorkEmail"},)"
    R"({"service":"linkstat.v1.LinkedAccountService","method":"ListLinkedAccounts"},)"
    R"({"service":"linkstat.v1.LinkedAccountService","method":"SummarizeLinkedAccounts"},)"
    R"({"service":"linkstat.v1.LinkedAccountService","method":"ReportServiceAccount"},)"
    R"({"service":"linkstat.v1.LinkedAccountService","method":"PreviewCatalogImpact"},)";

// Every address is connected to and takes its turn while its agent is SERVING.
constexpr char kEveryServingAgent[] =
    R"("loadBalancingConfig":[{"round_robin":{}}],"healthCheckConfig":{"serviceName":""})";

std::string RetryPolicy(int max_attempts) {
  return absl::StrCat(R"("methodConfig":[{"name":[)"
                      R"({"service":"linkstat.v1.LinkingService"},)"
                      R"({"service":"linkstat.v1.CatalogService"},)",
                      kRepeatableAccountMethods,
                      R"({"service":"grpc.health.v1.Health"}],)"
                      R"("retryPolicy":{"maxAttempts":)",
                      max_attempts,
                      R"(,"initialBackoff":"0.2s","maxBackoff":"1s","backoffMultiplier":2,)"
                      R"("retryableStatusCodes":["UNAVAILABLE"]}}])");
}

std::string ServiceConfig(const ClientOptions& options) {
  std::vector<std::string> parts;
  if (options.balance) parts.push_back(kEveryServingAgent);
  if (options.max_attempts > 1) parts.push_back(RetryPolicy(options.max_attempts));
  return absl::StrCat("{", absl::StrJoin(parts, ","), "}");
}

grpc::ChannelArguments Arguments(const ClientOptions& options) {
  grpc::ChannelArguments arguments;
  arguments.SetUserAgentPrefix(options.user_agent);
  arguments.SetServiceConfigJSON(ServiceConfig(options));
  // The retry policy is the client's own; none is looked up in DNS.
  arguments.SetInt(GRPC_ARG_SERVICE_CONFIG_DISABLE_RESOLUTION, 1);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kFirstReconnectMs);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kConnectTimeoutMs);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kMaxReconnectMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kPingEveryMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kPingTimeoutMs);
  arguments.SetMaxReceiveMessageSize(kMaxAnswerSize);
  if (!options.tls_server_name.empty()) {
    arguments.SetSslTargetNameOverride(options.tls_server_name);
  }
  return arguments;
}

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

// Adds every option that is out of bounds or contradicts another one. Reads no file.
void CheckOptions(const ClientOptions& options, FieldFaults& faults) {
  if (options.endpoint.empty()) faults.Add("endpoint", "is empty");
  if (options.timeout <= absl::ZeroDuration()) faults.Add("timeout", "is not positive");
  CheckTls(options, faults);
  if (options.max_attempts < 1 || options.max_attempts > kMaxAttempts) {
    faults.Add("max_attempts", "is not between 1 and 5");
  }
}

// The content of the file that an option names; empty where it names none. A file that
// cannot be read, is larger than 1 MiB or contains no PEM is a fault of its option.
std::string ReadPem(const std::string& path, const std::string& option, FieldFaults& faults) {
  if (path.empty()) return "";
  FileContent file = ReadPemFile(path);
  if (!file.text) {
    faults.Add(option, absl::StrCat("cannot be used: ", file.error));
    return "";
  }
  if (!absl::StrContains(*file.text, "-----BEGIN ")) faults.Add(option, "contains no PEM");
  return *std::move(file.text);
}

}  // namespace

absl::StatusOr<std::shared_ptr<grpc::Channel>> MakeChannel(const ClientOptions& options) {
  FieldFaults faults;
  CheckOptions(options, faults);
  grpc::SslCredentialsOptions tls;
  tls.pem_root_certs = ReadPem(options.tls_ca_file, "tls_ca_file", faults);
  tls.pem_cert_chain = ReadPem(options.tls_cert_file, "tls_cert_file", faults);
  tls.pem_private_key = ReadPem(options.tls_key_file, "tls_key_file", faults);
  LINKSTAT_RETURN_IF_ERROR(faults.ToStatus());
  return grpc::CreateCustomChannel(
      options.endpoint,
      options.tls ? grpc::SslCredentials(tls) : grpc::InsecureChannelCredentials(),
      Arguments(options));
}

}  // namespace linkstat
