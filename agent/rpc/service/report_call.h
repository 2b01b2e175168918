#ifndef LINKSTAT_AGENT_RPC_SERVICE_REPORT_CALL_H_
#define LINKSTAT_AGENT_RPC_SERVICE_REPORT_CALL_H_

#include <memory>

#include "absl/status/status.h"
#include "agent/base/executor.h"
#include "agent/rpc/transport/server_call.h"
#include "agent/service/report_account.h"
#include "grpcpp/support/byte_buffer.h"

namespace linkstat::rpc {

// One ReportServiceAccounts call: takes a message, stores it on an executor,
// takes the next. Each report that is accepted is audited by itself. A caller
// that sends faster than the store writes waits.
// Deletes itself when gRPC is done with it.
class ReportCall final : public StreamHandler {
 public:
  // `executor` and what `reports` uses must outlive the server.
  ReportCall(std::unique_ptr<service::ReportStream> reports, Executor* executor, ServerCall* call);

 private:
  void OnReadDone(bool ok) override;
  void OnDone() override { delete this; }

  // On the executor.
  void Store();
  absl::Status StoreMessage();

  const std::unique_ptr<service::ReportStream> reports_;
  Executor* const executor_;
  ServerCall* const call_;
  grpc::ByteBuffer message_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_SERVICE_REPORT_CALL_H_
