#include "agent/app/command/healthcheck.h"

#include <memory>
#include <utility>

#include "agent/app/exit_codes.h"
#include "agent/base/regular_file.h"
#include "agent/rpc/transport/grpc_deadline.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "grpcpp/create_channel.h"

namespace linkstat::app {
namespace {

using grpc::health::v1::Health;
using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

// Reads the file of an option, if one is set. False if that fails, which is printed.
bool ReadPem(const char* option, const std::string& path, std::string& text, std::ostream& out) {
  if (path.empty()) return true;
  const FileContent file = ReadPemFile(path);
  if (!file.text) {
    out << option << ": " << file.error << "\n";
    return false;
  }
  text = *file.text;
  return true;
}

// Null when a file cannot be read.
std::shared_ptr<grpc::ChannelCredentials> CredentialsOf(const HealthcheckOptions& options,
                                                        std::ostream& out) {
  if (!options.tls) return grpc::InsecureChannelCredentials();
  grpc::SslCredentialsOptions tls;
  const bool ca = ReadPem("--tls-ca", options.tls_ca, tls.pem_root_certs, out);
  const bool certificate = ReadPem("--tls-cert", options.tls_cert, tls.pem_cert_chain, out);
  const bool key = ReadPem("--tls-key", options.tls_key, tls.pem_private_key, out);
  return ca && certificate && key ? grpc::SslCredentials(tls) : nullptr;
}

std::unique_ptr<Health::Stub> MakeStub(
    const HealthcheckOptions& options,
    const std::shared_ptr<grpc::ChannelCredentials>& credentials) {
  grpc::ChannelArguments arguments;
  // A probe calls the agent itself, whatever proxy the environment names.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  if (!options.tls_server_name.empty()) {
    arguments.SetSslTargetNameOverride(options.tls_server_name);
  }
  return Health::NewStub(grpc::CreateCustomChannel(options.endpoint, credentials, arguments));
}

}  // namespace

std::vector<SettingFault> OptionFaults(const HealthcheckOptions& options) {
  std::vector<SettingFault> faults;
  const std::pair<const char*, const std::string&> of_tls[] = {
      {"--tls-ca", options.tls_ca},
      {"--tls-cert", options.tls_cert},
      {"--tls-key", options.tls_key},
      {"--tls-server-name", options.tls_server_name}};
  for (const auto& [flag, value] : of_tls) {
    if (!options.tls && !value.empty()) faults.push_back({flag, "needs --tls"});
  }
  if (options.tls_key.empty() && !options.tls_cert.empty()) {
    faults.push_back({"--tls-cert", "needs --tls-key"});
  } else if (options.tls_cert.empty() && !options.tls_key.empty()) {
    faults.push_back({"--tls-key", "needs --tls-cert"});
  }
  return faults;
}

int Healthcheck(const HealthcheckOptions& options, std::ostream& out) {
  const auto credentials = CredentialsOf(options, out);
  if (credentials == nullptr) return kExitBadSettings;
  grpc::ClientContext context;
  context.set_deadline(rpc::GrpcDeadline(options.timeout));
  HealthCheckRequest request;
  request.set_service(options.service);
  HealthCheckResponse response;
  const grpc::Status status = MakeStub(options, credentials)->Check(&context, request, &response);
  if (status.error_code() == grpc::StatusCode::NOT_FOUND) {
    out << "SERVICE_UNKNOWN\n";
    return kExitNotServing;
  }
  if (!status.ok()) {
    out << "UNREACHABLE: " << status.error_message() << "\n";
    return kExitUnreachable;
  }
  out << HealthCheckResponse::ServingStatus_Name(response.status()) << "\n";
  return response.status() == HealthCheckResponse::SERVING ? kExitOk : kExitNotServing;
}

}  // namespace linkstat::app
