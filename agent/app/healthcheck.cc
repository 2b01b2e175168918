#include "agent/app/healthcheck.h"

#include <chrono>
#include <memory>

#include "agent/app/exit_codes.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "grpcpp/create_channel.h"

namespace linkstat::app {
namespace {

using grpc::health::v1::Health;
using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

std::unique_ptr<Health::Stub> MakeStub(const std::string& endpoint) {
  grpc::ChannelArguments arguments;
  // A probe asks the agent itself, whatever proxy the environment names.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  return Health::NewStub(
      grpc::CreateCustomChannel(endpoint, grpc::InsecureChannelCredentials(), arguments));
}

}  // namespace

int Healthcheck(const HealthcheckOptions& options, std::ostream& out) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() +
                       absl::ToChronoMilliseconds(options.timeout));
  HealthCheckRequest request;
  request.set_service(options.service);
  HealthCheckResponse response;
  const grpc::Status status = MakeStub(options.endpoint)->Check(&context, request, &response);
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
