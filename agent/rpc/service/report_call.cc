#include "agent/rpc/service/report_call.h"

#include <utility>

#include "agent/base/status_macros.h"
#include "agent/rpc/call/codec.h"
#include "agent/rpc/service/blocking.h"
#include "agent/rpc/service/record_outcome.h"

namespace linkstat::rpc {

ReportCall::ReportCall(std::unique_ptr<service::ReportStream> reports, Executor* executor,
                       ServerCall* call)
    : reports_(std::move(reports)), executor_(executor), call_(call) {
  call_->Attach(this);
  call_->StartRead(&message_);
}

void ReportCall::OnReadDone(bool ok) {
  if (!ok) {
    call_->response() = Encode(reports_->response());
    call_->FinishAfterLastRead();
  } else if (!executor_->TryRun([this] { Store(); })) {
    call_->FinishWith(ExecutorOverloaded());
  }
}

void ReportCall::Store() {
  const absl::Status status = StoreMessage();
  if (status.ok()) {
    call_->StartRead(&message_);
  } else {
    call_->Finish(status);
  }
}

absl::Status ReportCall::StoreMessage() {
  v1::ReportServiceAccountsRequest request;
  LINKSTAT_RETURN_IF_ERROR(Decode(message_, request));
  LINKSTAT_RETURN_IF_ERROR(call_->call().MayChange());
  const absl::Status status = reports_->Add(request);
  for (const service::AcceptedReport& report : reports_->accepted()) {
    CallSummary change;
    RecordOutcome(report, change);
    call_->call().RecordChange(change);
  }
  if (!reports_->accepted().empty()) call_->call().AwaitAudit();
  return status;
}

}  // namespace linkstat::rpc
