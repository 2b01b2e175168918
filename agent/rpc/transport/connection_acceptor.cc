#include "agent/rpc/transport/connection_acceptor.h"

namespace linkstat::rpc {

ConnectionAcceptor::ConnectionAcceptor(grpc::ServerBuilder& builder,
                                       const std::shared_ptr<grpc::ServerCredentials>& credentials)
    : acceptor_(builder.experimental().AddExternalConnectionAcceptor(
          grpc::ServerBuilder::experimental_type::ExternalConnectionType::FROM_FD, credentials)) {}

void ConnectionAcceptor::Take(FileDescriptor connection) {
  grpc::experimental::ExternalConnectionAcceptor::NewConnectionParameters parameters;
  parameters.fd = connection.Release();
  // Newer releases drop a connection without the socket that it was accepted from,
  // and leave it open; no release does anything with that socket.
  parameters.listener_fd = parameters.fd;
  const MutexLock lock(&mutex_);
  acceptor_->HandleNewConnection(&parameters);
}

}  // namespace linkstat::rpc
