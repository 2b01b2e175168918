#include "agent/app/credentials.h"

#include "agent/rpc/tls_credentials.h"

namespace linkstat::app {

std::shared_ptr<grpc::ServerCredentials> ListenerCredentials(const tls::TlsKeeper* keeper) {
  if (keeper == nullptr) return grpc::InsecureServerCredentials();
  return rpc::TlsServerCredentials(keeper->slot());
}

}  // namespace linkstat::app
