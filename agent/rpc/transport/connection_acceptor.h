#ifndef LINKSTAT_AGENT_RPC_TRANSPORT_CONNECTION_ACCEPTOR_H_
#define LINKSTAT_AGENT_RPC_TRANSPORT_CONNECTION_ACCEPTOR_H_

#include <memory>

#include "agent/base/file_descriptor.h"
#include "agent/base/mutex.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"

namespace linkstat::rpc {

// Brings connections that were accepted elsewhere into a gRPC server. All that
// depends on how a gRPC release does that stands here.
class ConnectionAcceptor {
 public:
  // To be called before `builder` starts its server.
  ConnectionAcceptor(grpc::ServerBuilder& builder,
                     const std::shared_ptr<grpc::ServerCredentials>& credentials);

  // Gives a connection, which must not block, to the server. Only while the
  // server runs: after its start and before its shutdown. Thread-safe;
  // handshakes begin one after the other, as TlsServerCredentials needs it.
  void Take(FileDescriptor connection) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  // Newer releases have PassiveListener (grpc/passive_listener.h) as well, for
  // their EventEngine. It came beside this interface, not in its place.
  const std::unique_ptr<grpc::experimental::ExternalConnectionAcceptor> acceptor_
      ABSL_PT_GUARDED_BY(mutex_);
  Mutex mutex_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_TRANSPORT_CONNECTION_ACCEPTOR_H_
