#include "agent/app/systemd/self_check.h"

#include "agent/rpc/transport/grpc_deadline.h"
#include "grpc/health/v1/health.grpc.pb.h"

namespace linkstat::app {

using grpc::health::v1::Health;
using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

bool SelfCheck::Passes(absl::Duration timeout) const {
  grpc::ClientContext context;
  context.set_deadline(rpc::GrpcDeadline(timeout));
  HealthCheckResponse response;
  if (!Health::NewStub(channel_)->Check(&context, HealthCheckRequest(), &response).ok()) {
    return false;
  }
  return response.status() == HealthCheckResponse::SERVING;
}

}  // namespace linkstat::app
