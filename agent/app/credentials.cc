#include "agent/app/credentials.h"

namespace linkstat::app {

std::shared_ptr<grpc::ServerCredentials> ListenerCredentials(const agent::v1::AgentConfig&) {
  return grpc::InsecureServerCredentials();
}

}  // namespace linkstat::app
