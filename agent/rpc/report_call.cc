#include "agent/rpc/report_call.h"

#include <utility>

#include "agent/base/status_macros.h"
#include "agent/rpc/blocking.h"
#include "agent/rpc/codec.h"

namespace linkstat::rpc {

ReportCall::ReportCall(std::unique_ptr<service::ReportStream> reports, Executor* executor,
                       const CallRecord& record, grpc::ByteBuffer* response)
    : reports_(std::move(reports)), executor_(executor), record_(record), response_(response) {
  StartRead(&message_);
}

void ReportCall::OnReadDone(bool ok) {
  if (!ok) {
    *response_ = Encode(reports_->response());
    Finish(record_.Close(absl::OkStatus()));
  } else if (!executor_->TryRun([this] { Store(); })) {
    Finish(record_.Close(Overloaded()));
  }
}

void ReportCall::Store() {
  const absl::Status status = StoreMessage();
  if (status.ok()) {
    StartRead(&message_);
  } else {
    Finish(record_.Close(status));
  }
}

absl::Status ReportCall::StoreMessage() {
  v1::ReportServiceAccountsRequest request;
  LINKSTAT_RETURN_IF_ERROR(Decode(message_, request));
  return reports_->Add(request);
}

}  // namespace linkstat::rpc
