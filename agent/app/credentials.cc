#include "agent/app/credentials.h"

#include "agent/rpc/transport/tls_credentials.h"

namespace linkstat::app {

std::shared_ptr<grpc::ServerCredentials> ListenerCredentials(
    const tls::CertificateReloader* keeper) {
  if (keeper == nullptr) return grpc::InsecureServerCredentials();
  return rpc::TlsServerCredentials(keeper->slot());
}

}  // namespace linkstat::app
