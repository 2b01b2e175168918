#ifndef LINKSTAT_AGENT_RPC_LINKING_SERVICE_H_
#define LINKSTAT_AGENT_RPC_LINKING_SERVICE_H_

#include "absl/status/statusor.h"
#include "agent/base/executor.h"
#include "agent/catalog/registry.h"
#include "agent/core/snapshot.h"
#include "agent/rpc/call_gate.h"
#include "agent/rpc/prepared_answers.h"
#include "agent/service/accounts.h"
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
// served when it comes in, on gRPC's thread; only a request that names a linked
// account waits for the store, on an executor. Thread-safe.
class LinkingService final : public RawLinkingService {
 public:
  // All pointers must outlive the service; `prepared` is of the same registry.
  // Without `accounts`, which may be null,
  // no request can name an account; the executor is needed with them.
  LinkingService(const catalog::Registry* registry, ServedAnswers* prepared,
                 const service::Accounts* accounts, Executor* executor, CallGate* gate)
      : registry_(registry),
        prepared_(prepared),
        accounts_(accounts),
        executor_(executor),
        gate_(gate) {}

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
  // A method whose requests can name a linked account.
  template <typename Request, typename Response>
  grpc::ServerUnaryReactor* Answer(
      Call call, grpc::CallbackServerContext* context, const grpc::ByteBuffer* request_bytes,
      grpc::ByteBuffer* response_bytes,
      absl::StatusOr<Response> (*answer)(const core::Snapshot&, const Request&),
      absl::StatusOr<Response> (service::AccountLinking::*of_account)(const Request&) const);

  void NoteRevision(const PreparedAnswers& prepared, Call& call) const;

  const catalog::Registry* const registry_;
  ServedAnswers* const prepared_;
  const service::Accounts* const accounts_;
  Executor* const executor_;
  CallGate* const gate_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_LINKING_SERVICE_H_
