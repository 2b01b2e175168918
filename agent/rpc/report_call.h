#ifndef LINKSTAT_AGENT_RPC_REPORT_CALL_H_
#define LINKSTAT_AGENT_RPC_REPORT_CALL_H_

#include <memory>

#include "absl/status/status.h"
#include "agent/base/executor.h"
#include "agent/rpc/call.h"
#include "agent/service/report_account.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"

namespace linkstat::rpc {

// One ReportServiceAccounts call: takes a message, stores it on an executor,
// takes the next. Each report that is accepted is audited by itself. A caller
// that sends faster than the store writes waits.
// Deletes itself when gRPC is done with it.
class ReportCall final : public grpc::ServerReadReactor<grpc::ByteBuffer> {
 public:
  // `executor` and what `reports` uses must outlive the server; `context` and
  // `response` are gRPC's.
  ReportCall(std::unique_ptr<service::ReportStream> reports, Executor* executor, const Call& call,
             grpc::CallbackServerContext* context, grpc::ByteBuffer* response);

 private:
  void OnReadDone(bool ok) override;
  void OnDone() override;

  // On the executor.
  void Store();
  absl::Status StoreMessage();

  const std::unique_ptr<service::ReportStream> reports_;
  Executor* const executor_;
  const Call call_;
  grpc::CallbackServerContext* const context_;
  grpc::ByteBuffer* const response_;
  grpc::ByteBuffer message_;
  // No more messages come: the caller sent all, or left.
  bool messages_ended_ = false;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_REPORT_CALL_H_
