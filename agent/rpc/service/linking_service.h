#ifndef LINKSTAT_AGENT_RPC_SERVICE_LINKING_SERVICE_H_
#define LINKSTAT_AGENT_RPC_SERVICE_LINKING_SERVICE_H_

#include "absl/status/statusor.h"
#include "agent/base/executor.h"
#include "agent/catalog/registry.h"
#include "agent/core/snapshot.h"
#include "agent/rpc/call/call_gate.h"
#include "agent/rpc/service/method_handlers.h"
#include "agent/rpc/service/prepared_answers.h"
#include "agent/service/accounts.h"
#include "linkstat/v1/linking_service.pb.h"

namespace linkstat::rpc {

// LinkingService: each call is answered from the snapshot that is served when it
// comes in, on the event loop; only a large request, or one that names a linked
// account, goes to an executor. Thread-safe.
class LinkingService {
 public:
  struct Executors {
    // For what waits for the store.
    Executor* store;
    // For what is computed, but takes long.
    Executor* compute;
  };

  // All pointers must outlive the service; `prepared` is of the same registry.
  // Without `accounts`, which may be null, no request can name an account.
  LinkingService(const catalog::Registry* registry, ServedAnswers* prepared,
                 const service::Accounts* accounts, const Executors& executors, CallGate* gate)
      : registry_(registry),
        prepared_(prepared),
        accounts_(accounts),
        executors_(executors),
        gate_(gate) {}

  void AddTo(MethodHandlers& handlers);

 private:
  // A method whose requests can name a linked account.
  template <typename Request, typename Response>
  void Answer(ServerCall* call,
              absl::StatusOr<Response> (*answer)(const core::Snapshot&, const Request&),
              absl::StatusOr<Response> (service::AccountLinking::*of_account)(const Request&)
                  const) const;
  template <typename Request, typename Response>
  void AnswerDecoded(ServerCall* call,
                     absl::StatusOr<Response> (*answer)(const core::Snapshot&, const Request&),
                     absl::StatusOr<Response> (service::AccountLinking::*of_account)(const Request&)
                         const) const;

  void CheckPermissions(ServerCall* call) const;
  void BatchCheckPermissions(ServerCall* call) const;
  void AnswerBatch(ServerCall* call) const;
  void GetLinkingDetails(ServerCall* call) const;

  void NoteRevision(const PreparedAnswers& prepared, Call& call) const;

  const catalog::Registry* const registry_;
  ServedAnswers* const prepared_;
  const service::Accounts* const accounts_;
  const Executors executors_;
  CallGate* const gate_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_SERVICE_LINKING_SERVICE_H_
