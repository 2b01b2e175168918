#include "client/cpp/src/channel.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "agent/base/error.h"
#include "agent/base/status_macros.h"
#include "client/cpp/src/options_check.h"
#include "client/cpp/src/tls_files.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/channel_arguments.h"

namespace linkstat {
namespace {

// The largest answer is a batch of a thousand full checks.
constexpr int kMaxAnswerSize = 64 << 20;

// A lost connection is tried again soon enough for a retry to use it.
constexpr int kFirstReconnectMs = 100;
constexpr int kMaxReconnectMs = 5000;
// How long an attempt to connect may take.
constexpr int kConnectTimeoutMs = 5000;

// Tells a dead agent from an idle stream. Servers refuse pings that come more
// often than every five minutes.
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

// Every address is connected to and takes its turn while its agent says that it
// serves.
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

std::shared_ptr<grpc::ChannelCredentials> Credentials(const ClientOptions& options,
                                                      const TlsFiles& files) {
  if (!options.tls) return grpc::InsecureChannelCredentials();
  return grpc::SslCredentials({files.ca, files.key, files.cert});
}

}  // namespace

absl::StatusOr<std::shared_ptr<grpc::Channel>> MakeChannel(const ClientOptions& options) {
  FieldFaults faults;
  CheckOptions(options, faults);
  const TlsFiles files = ReadTlsFiles(options, faults);
  LINKSTAT_RETURN_IF_ERROR(faults.ToStatus());
  return grpc::CreateCustomChannel(options.endpoint, Credentials(options, files),
                                   Arguments(options));
}

}  // namespace linkstat
