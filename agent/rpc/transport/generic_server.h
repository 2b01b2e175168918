#ifndef LINKSTAT_AGENT_RPC_TRANSPORT_GENERIC_SERVER_H_
#define LINKSTAT_AGENT_RPC_TRANSPORT_GENERIC_SERVER_H_

#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "agent/rpc/transport/event_loop.h"
#include "agent/rpc/transport/server_call.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"

namespace linkstat::rpc {

// A gRPC server whose calls, of whatever method, go to one dispatcher as bytes. One
// loop costs less CPU than gRPC's callback API, whose threads wake each other through
// one epoll set at almost every call. Several loops do so as well, and pay off only on
// many cores.
class GenericServer {
 public:
  // `loops` is at least 1. All pointers must outlive the server.
  GenericServer(CallDispatcher* dispatcher, LoopWatch* watch, int loops)
      : dispatcher_(dispatcher), watch_(watch), loops_wanted_(loops) {}
  // Shutdown must have returned, unless the server never started.
  ~GenericServer() = default;

  // Starts what `builder` describes. INTERNAL when gRPC cannot. `peers` are the server's
  // connections; they must outlive it.
  absl::Status Start(grpc::ServerBuilder& builder, const net::PeerTable* peers);

  // Takes no new calls, and returns when those in flight have ended, after `deadline` by
  // cancelling them.
  void Shutdown(absl::Duration deadline);

  // Null before Start.
  grpc::Server* server() { return server_.get(); }

 private:
  CallDispatcher* const dispatcher_;
  LoopWatch* const watch_;
  const int loops_wanted_;
  grpc::AsyncGenericService service_;
  std::unique_ptr<grpc::Server> server_;
  // Destroyed before the server.
  std::vector<std::unique_ptr<EventLoop>> loops_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_TRANSPORT_GENERIC_SERVER_H_
