#ifndef LINKSTAT_AGENT_RPC_SERVICE_LINKING_SERVICE_H_
#define LINKSTAT_AGENT_RPC_SERVICE_LINKING_SERVICE_H_

#include "absl/status/statusor.h"
#include "agent/base/executor.h"
#include "agent/core/snapshot.h"
#include "agent/rpc/service/method_handlers.h"
#include "agent/rpc/service/served_snapshot.h"
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

  // All pointers must outlive the service.
  LinkingService(ServedSnapshots* snapshots, const service::Accounts* accounts,
                 const Executors& executors)
      : snapshots_(snapshots), accounts_(accounts), executors_(executors) {}

  void AddTo(MethodHandlers& handlers);

 private:
  // How a method is answered from a snapshot, and where a request names a linked
  // account; null when none can.
  template <typename Request, typename Response>
  struct Functions {
    absl::StatusOr<Response> (*answer)(const core::Snapshot&, const Request&);
    absl::StatusOr<Response> (service::AccountLinking::*of_account)(const Request&) const;
  };

  template <typename Request, typename Response>
  void Add(Method method, const Functions<Request, Response>& functions, MethodHandlers& handlers);
  template <typename Request, typename Response>
  void Answer(Method method, ServerCall* call, const Functions<Request, Response>& functions) const;
  template <typename Request, typename Response>
  void AnswerOfAccount(ServerCall* call, Request request,
                       const Functions<Request, Response>& functions) const;

  ServedSnapshots* const snapshots_;
  const service::Accounts* const accounts_;
  const Executors executors_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_SERVICE_LINKING_SERVICE_H_
