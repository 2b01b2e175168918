#ifndef LINKSTAT_AGENT_RPC_TRANSPORT_TRANSPORT_LIMITS_H_
#define LINKSTAT_AGENT_RPC_TRANSPORT_TRANSPORT_LIMITS_H_

#include "absl/time/time.h"
#include "agent/rpc/call/methods.h"
#include "grpcpp/server_builder.h"

namespace linkstat::rpc {

// What a connection and its messages may be. Times are at most 24 days.
struct TransportLimits {
  // From the connection to the client's settings, with the TLS handshake in
  // between.
  absl::Duration handshake_timeout = absl::Seconds(10);
  // A connection without a call is closed after this.
  absl::Duration connection_idle = absl::Minutes(15);
  // A connection is ended after about this, with GOAWAY (gRPC moves it by up to a tenth, so
  // that those of one start do not end together). Infinite: never.
  absl::Duration connection_age = absl::InfiniteDuration();
  // How long its calls may take after that.
  absl::Duration connection_age_grace = absl::Seconds(30);
  // Calls open at a time on a connection; more wait at the client. gRPC begins all
  // that it reads before it ends one: what a hundred of them hold no longer fits into
  // a core's cache, and each costs up to twice as much.
  int streams = 32;
  // For the abuse monitor: so many are allowed as well, since a client does not know the
  // server's limit at first. Common ones assume a hundred until then, the least that RFC
  // 9113, 6.5.2, recommends.
  int streams_at_first = 100;
  // Bytes of a request's metadata, each field counted with 32 bytes more; a
  // request with more is RESOURCE_EXHAUSTED.
  int metadata_size = 16 << 10;
  // Bytes of a request; a larger one is RESOURCE_EXHAUSTED.
  int request_size = kMaxRequestSize;
};

// Sets the limits, and what is the same for every server. A compressed
// request is UNIMPLEMENTED: a few bytes must not become many.
void SetTransport(const TransportLimits& limits, grpc::ServerBuilder& builder);

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_TRANSPORT_TRANSPORT_LIMITS_H_
