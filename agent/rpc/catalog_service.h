#ifndef LINKSTAT_AGENT_RPC_CATALOG_SERVICE_H_
#define LINKSTAT_AGENT_RPC_CATALOG_SERVICE_H_

#include "absl/time/time.h"
#include "agent/catalog/registry.h"
#include "agent/rpc/call_gate.h"
#include "agent/rpc/catalog_feed.h"
#include "agent/rpc/prepared_answers.h"
#include "linkstat/v1/catalog_service.grpc.pb.h"

namespace linkstat::rpc {

// The generated service with every method raw, see codec.h.
using RawCatalogService = v1::CatalogService::WithRawCallbackMethod_GetCatalog<
    v1::CatalogService::WithRawCallbackMethod_WatchCatalog<
        v1::CatalogService::WithRawCallbackMethod_DiffCatalog<
            v1::CatalogService::WithRawCallbackMethod_ValidateCatalog<
                v1::CatalogService::Service>>>>;

// CatalogService over gRPC. Thread-safe.
class CatalogService final : public RawCatalogService {
 public:
  // All pointers must outlive the service; `prepared` is of the same registry.
  // `keep_alive` is how long a WatchCatalog stream may be silent.
  CatalogService(catalog::Registry* registry, ServedAnswers* prepared, absl::Duration keep_alive,
                 CallGate* gate)
      : registry_(registry), prepared_(prepared), gate_(gate), feed_(registry, keep_alive) {}

  // The WatchCatalog streams.
  StreamList& streams() { return feed_.streams(); }

  grpc::ServerUnaryReactor* GetCatalog(grpc::CallbackServerContext* context,
                                       const grpc::ByteBuffer* request,
                                       grpc::ByteBuffer* response) override;
  grpc::ServerWriteReactor<grpc::ByteBuffer>* WatchCatalog(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) override;
  grpc::ServerUnaryReactor* DiffCatalog(grpc::CallbackServerContext* context,
                                        const grpc::ByteBuffer* request,
                                        grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* ValidateCatalog(grpc::CallbackServerContext* context,
                                            const grpc::ByteBuffer* request,
                                            grpc::ByteBuffer* response) override;

 private:
  const catalog::Registry* const registry_;
  ServedAnswers* const prepared_;
  CallGate* const gate_;
  CatalogFeed feed_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_CATALOG_SERVICE_H_
