#include "agent/rpc/report_call.h"

#include <utility>

#include "agent/base/status_macros.h"
#include "agent/rpc/blocking.h"
#include "agent/rpc/codec.h"
#include "agent/rpc/describe.h"

namespace linkstat::rpc {

ReportCall::ReportCall(std::unique_ptr<service::ReportStream> reports, Executor* executor,
                       const Call& call, grpc::CallbackServerContext* context,
                       grpc::ByteBuffer* response)
    : reports_(std::move(reports)),
      executor_(executor),
      call_(call),
      context_(context),
      response_(response) {
  if (call_.refusal().ok()) {
    StartRead(&message_);
  } else {
    Finish(call_.Close(call_.refusal()));
  }
}

void ReportCall::OnReadDone(bool ok) {
  if (!ok) {
    messages_ended_ = true;
    *response_ = Encode(reports_->response());
    Finish(grpc::Status::OK);
  } else if (!executor_->TryRun([this] { Store(); })) {
    Finish(call_.CloseWith(StoreOverloaded()));
  }
}

void ReportCall::OnDone() {
  // Reads end alike when the caller has sent everything and when the call was cancelled.
  // Which of the two it was is certain only now.
  if (messages_ended_) {
    if (context_->IsCancelled()) {
      call_.CallerLeft();
    } else {
      call_.Close(absl::OkStatus());
    }
  }
  delete this;
}

void ReportCall::Store() {
  const absl::Status status = StoreMessage();
  if (status.ok()) {
    StartRead(&message_);
  } else {
    Finish(call_.Close(status));
  }
}

absl::Status ReportCall::StoreMessage() {
  v1::ReportServiceAccountsRequest request;
  LINKSTAT_RETURN_IF_ERROR(Decode(message_, request));
  LINKSTAT_RETURN_IF_ERROR(call_.MayChange());
  LINKSTAT_RETURN_IF_ERROR(reports_->Add(request));
  for (const service::AcceptedReport& report : reports_->accepted()) {
    CallNotes change;
    Describe(report, change);
    call_.RecordChange(change);
  }
  if (!reports_->accepted().empty()) call_.AwaitAudit();
  return absl::OkStatus();
}

}  // namespace linkstat::rpc
