#ifndef LINKSTAT_AGENT_RPC_HEALTH_SERVICE_H_
#define LINKSTAT_AGENT_RPC_HEALTH_SERVICE_H_

#include <string>
#include <vector>

#include "agent/rpc/call_gate.h"
#include "agent/rpc/health_board.h"
#include "agent/rpc/stream_list.h"
#include "grpc/health/v1/health.grpc.pb.h"

namespace linkstat::rpc {

// The generated service with every method raw, see codec.h.
using RawHealthService = grpc::health::v1::Health::WithRawCallbackMethod_Check<
    grpc::health::v1::Health::WithRawCallbackMethod_Watch<grpc::health::v1::Health::Service>>;

// grpc.health.v1.Health. gRPC's own says SERVING before anyone asked it to, and
// reflection does not describe it. Thread-safe.
class HealthService final : public RawHealthService {
 public:
  // Answers for `services` and "". `gate` must outlive the service.
  HealthService(const std::vector<std::string>& services, CallGate* gate)
      : gate_(gate), board_(services) {}

  // NOT_SERVING at first, for every service. Streams are told.
  void SetServing(bool serving);

  // Whether one of the services can do its work; at first it can. One that
  // cannot is NOT_SERVING while the others serve. Streams are told.
  void SetHealthy(const std::string& service, bool healthy);

  // The Watch streams.
  StreamList& streams() { return streams_; }

  grpc::ServerUnaryReactor* Check(grpc::CallbackServerContext* context,
                                  const grpc::ByteBuffer* request,
                                  grpc::ByteBuffer* response) override;
  grpc::ServerWriteReactor<grpc::ByteBuffer>* Watch(grpc::CallbackServerContext* context,
                                                    const grpc::ByteBuffer* request) override;

 private:
  CallGate* const gate_;
  HealthBoard board_;
  StreamList streams_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_HEALTH_SERVICE_H_
