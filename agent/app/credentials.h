#ifndef LINKSTAT_AGENT_APP_CREDENTIALS_H_
#define LINKSTAT_AGENT_APP_CREDENTIALS_H_

#include <memory>

#include "agent/tls/certificate_reloader.h"
#include "grpcpp/security/server_credentials.h"

namespace linkstat::app {

// How the listener is secured, the only place that decides it: by TLS with what
// `keeper` has in service, or, where it is null, not at all. CheckSettings keeps
// the clear to addresses where it is safe or allowed.
std::shared_ptr<grpc::ServerCredentials> ListenerCredentials(
    const tls::CertificateReloader* keeper);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_CREDENTIALS_H_
