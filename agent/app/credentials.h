#ifndef LINKSTAT_AGENT_APP_CREDENTIALS_H_
#define LINKSTAT_AGENT_APP_CREDENTIALS_H_

#include <memory>

#include "grpcpp/security/server_credentials.h"
#include "linkstat/agent/v1/agent_config.pb.h"

namespace linkstat::app {

// How the listener of `config` is secured, the only place that decides it. The
// settings know nothing but the clear yet; CheckSettings keeps that to
// addresses where it is safe or allowed.
std::shared_ptr<grpc::ServerCredentials> ListenerCredentials(const agent::v1::AgentConfig& config);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_CREDENTIALS_H_
