#ifndef LINKSTAT_AGENT_RPC_LINKING_SERVICE_H_
#define LINKSTAT_AGENT_RPC_LINKING_SERVICE_H_

#include "agent/catalog/registry.h"
#include "agent/telemetry/log.h"
#include "linkstat/v1/linking_service.grpc.pb.h"

namespace linkstat::rpc {

// The generated service with every method raw, see codec.h.
using RawLinkingService = v1::LinkingService::WithRawCallbackMethod_CheckPermissions<
    v1::LinkingService::WithRawCallbackMethod_BatchCheckPermissions<
        v1::LinkingService::WithRawCallbackMethod_CheckServiceAccount<
            v1::LinkingService::WithRawCallbackMethod_GetLinkingDetails<
                v1::LinkingService::WithRawCallbackMethod_FindRequirements<
                    v1::LinkingService::Service>>>>>;

// LinkingService over gRPC: each call is answered from the snapshot that is
// served when it comes in. Thread-safe.
class LinkingService final : public RawLinkingService {
 public:
  // `registry` and `log` must outlive the service.
  LinkingService(const catalog::Registry* registry, const telemetry::Log* log)
      : registry_(registry), log_(log) {}

  grpc::ServerUnaryReactor* CheckPermissions(grpc::CallbackServerContext* context,
                                             const grpc::ByteBuffer* request,
                                             grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* BatchCheckPermissions(grpc::CallbackServerContext* context,
                                                  const grpc::ByteBuffer* request,
                                                  grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* CheckServiceAccount(grpc::CallbackServerContext* context,
                                                const grpc::ByteBuffer* request,
                                                grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* GetLinkingDetails(grpc::CallbackServerContext* context,
                                              const grpc::ByteBuffer* request,
                                              grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* FindRequirements(grpc::CallbackServerContext* context,
                                             const grpc::ByteBuffer* request,
                                             grpc::ByteBuffer* response) override;

 private:
  const catalog::Registry* const registry_;
  const telemetry::Log* const log_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_LINKING_SERVICE_H_
