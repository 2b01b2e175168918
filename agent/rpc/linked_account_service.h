#ifndef LINKSTAT_AGENT_RPC_LINKED_ACCOUNT_SERVICE_H_
#define LINKSTAT_AGENT_RPC_LINKED_ACCOUNT_SERVICE_H_

#include "absl/time/time.h"
#include "agent/base/executor.h"
#include "agent/rpc/account_feed.h"
#include "agent/rpc/call_batches.h"
#include "agent/rpc/call_gate.h"
#include "agent/service/accounts.h"
#include "linkstat/v1/linked_account_service.grpc.pb.h"

namespace linkstat::rpc {

// The generated service with every method raw, see codec.h.
using RawLinkedAccountService = v1::LinkedAccountService::WithRawCallbackMethod_CreateLinkedAccount<
    v1::LinkedAccountService::WithRawCallbackMethod_GetLinkedAccount<
        v1::LinkedAccountService::WithRawCallbackMethod_FindByWorkEmail<
            v1::LinkedAccountService::WithRawCallbackMethod_ListLinkedAccounts<
                v1::LinkedAccountService::WithRawCallbackMethod_SummarizeLinkedAccounts<
                    v1::LinkedAccountService::WithRawCallbackMethod_DeleteLinkedAccount<
                        v1::LinkedAccountService::WithRawCallbackMethod_ReportServiceAccount<
                            v1::LinkedAccountService::WithRawCallbackMethod_ReportServiceAccounts<
                                v1::LinkedAccountService::WithRawCallbackMethod_WatchLinkedAccounts<
                                    v1::LinkedAccountService::
                                        WithRawCallbackMethod_PreviewCatalogImpact<
                                            v1::LinkedAccountService::Service>>>>>>>>>>;

// Where calls that block on the store run, but creates and reports, which are
// answered in batches. Reads wait for no sync of the disk, so they are kept apart
// from writes, which must be bounded far more tightly lest they wait too long.
struct StoreExecutors {
  // Everything but unary writes: reads, watches and streams of reports.
  Executor* reads = nullptr;
  // DeleteLinkedAccount, and requests that are too large for a batch.
  Executor* writes = nullptr;
};

// LinkedAccountService over gRPC. The store blocks, so every call runs on one of
// the executors, or in a batch. Thread-safe.
class LinkedAccountService final : public RawLinkedAccountService {
 public:
  // All pointers must outlive the service; `keep_alive` is how long a
  // WatchLinkedAccounts stream may be silent.
  LinkedAccountService(service::Accounts* accounts, const StoreExecutors& executors,
                       absl::Duration keep_alive, CallGate* gate);

  // The WatchLinkedAccounts streams.
  StreamList& streams() { return feed_.streams(); }

  grpc::ServerUnaryReactor* CreateLinkedAccount(grpc::CallbackServerContext* context,
                                                const grpc::ByteBuffer* request,
                                                grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* GetLinkedAccount(grpc::CallbackServerContext* context,
                                             const grpc::ByteBuffer* request,
                                             grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* FindByWorkEmail(grpc::CallbackServerContext* context,
                                            const grpc::ByteBuffer* request,
                                            grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* ListLinkedAccounts(grpc::CallbackServerContext* context,
                                               const grpc::ByteBuffer* request,
                                               grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* SummarizeLinkedAccounts(grpc::CallbackServerContext* context,
                                                    const grpc::ByteBuffer* request,
                                                    grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* DeleteLinkedAccount(grpc::CallbackServerContext* context,
                                                const grpc::ByteBuffer* request,
                                                grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* ReportServiceAccount(grpc::CallbackServerContext* context,
                                                 const grpc::ByteBuffer* request,
                                                 grpc::ByteBuffer* response) override;
  grpc::ServerReadReactor<grpc::ByteBuffer>* ReportServiceAccounts(
      grpc::CallbackServerContext* context, grpc::ByteBuffer* response) override;
  grpc::ServerWriteReactor<grpc::ByteBuffer>* WatchLinkedAccounts(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) override;
  grpc::ServerUnaryReactor* PreviewCatalogImpact(grpc::CallbackServerContext* context,
                                                 const grpc::ByteBuffer* request,
                                                 grpc::ByteBuffer* response) override;

 private:
  // A call that writes: in a batch, or by itself with `answer_one` when it is large.
  template <typename Request, typename Answer>
  grpc::ServerUnaryReactor* Write(CallBatches& batches, const Call& call,
                                  grpc::CallbackServerContext* context,
                                  const grpc::ByteBuffer* request, grpc::ByteBuffer* response,
                                  Answer answer_one);

  service::Accounts* const accounts_;
  const StoreExecutors executors_;
  CallGate* const gate_;
  AccountFeed feed_;
  CallBatches creates_;
  CallBatches reports_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_LINKED_ACCOUNT_SERVICE_H_
