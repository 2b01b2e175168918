#include "agent/rpc/linked_account_service.h"

#include <utility>
#include <vector>

#include "agent/rpc/blocking.h"
#include "agent/rpc/report_call.h"

namespace linkstat::rpc {

LinkedAccountService::LinkedAccountService(service::Accounts* accounts,
                                           const StoreExecutors& executors,
                                           absl::Duration keep_alive, CallGate* gate)
    : accounts_(accounts),
      executors_(executors),
      gate_(gate),
      feed_(accounts, executors.reads, keep_alive),
      creates_([accounts](const std::vector<PendingCall>& calls) {
        AnswerAll<v1::CreateLinkedAccountRequest>(calls, [accounts](const auto& requests) {
          return accounts->create().RunAll(requests);
        });
      }),
      reports_([accounts](const std::vector<PendingCall>& calls) {
        AnswerAll<v1::ReportServiceAccountRequest>(calls, [accounts](const auto& requests) {
          return accounts->report().RunAll(requests);
        });
      }) {}

template <typename Request, typename Answer>
grpc::ServerUnaryReactor* LinkedAccountService::Write(CallBatches& batches, const Call& call,
                                                      grpc::CallbackServerContext* context,
                                                      const grpc::ByteBuffer* request,
                                                      grpc::ByteBuffer* response,
                                                      Answer answer_one) {
  if (request->Length() <= CallBatches::kMaxRequest) {
    return batches.Answer(call, context, request, response);
  }
  return AnswerBlocking<Request>(executors_.writes, call, context, request, response,
                                 std::move(answer_one));
}

grpc::ServerUnaryReactor* LinkedAccountService::CreateLinkedAccount(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return Write<v1::CreateLinkedAccountRequest>(
      creates_, gate_->Open(Method::kCreateLinkedAccount, context), context, request, response,
      [this](const auto& decoded) { return accounts_->create().Run(decoded); });
}

grpc::ServerUnaryReactor* LinkedAccountService::GetLinkedAccount(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return AnswerBlocking<v1::GetLinkedAccountRequest>(
      executors_.reads, gate_->Open(Method::kGetLinkedAccount, context), context, request, response,
      [this](const auto& decoded) { return accounts_->find().ById(decoded); });
}

grpc::ServerUnaryReactor* LinkedAccountService::FindByWorkEmail(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return AnswerBlocking<v1::FindByWorkEmailRequest>(
      executors_.reads, gate_->Open(Method::kFindByWorkEmail, context), context, request, response,
      [this](const auto& decoded) { return accounts_->find().ByWorkEmail(decoded); });
}

grpc::ServerUnaryReactor* LinkedAccountService::ListLinkedAccounts(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return AnswerBlocking<v1::ListLinkedAccountsRequest>(
      executors_.reads, gate_->Open(Method::kListLinkedAccounts, context), context, request,
      response, [this](const auto& decoded) { return accounts_->list().List(decoded); });
}

grpc::ServerUnaryReactor* LinkedAccountService::SummarizeLinkedAccounts(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return AnswerBlocking<v1::SummarizeLinkedAccountsRequest>(
      executors_.reads, gate_->Open(Method::kSummarizeLinkedAccounts, context), context, request,
      response, [this](const auto& decoded) { return accounts_->list().Summarize(decoded); });
}

grpc::ServerUnaryReactor* LinkedAccountService::DeleteLinkedAccount(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return AnswerBlocking<v1::DeleteLinkedAccountRequest>(
      executors_.writes, gate_->Open(Method::kDeleteLinkedAccount, context), context, request,
      response, [this](const auto& decoded) { return accounts_->remove().Run(decoded); });
}

grpc::ServerUnaryReactor* LinkedAccountService::ReportServiceAccount(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return Write<v1::ReportServiceAccountRequest>(
      reports_, gate_->Open(Method::kReportServiceAccount, context), context, request, response,
      [this](const auto& decoded) { return accounts_->report().Run(decoded); });
}

grpc::ServerUnaryReactor* LinkedAccountService::PreviewCatalogImpact(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return AnswerBlocking<v1::PreviewCatalogImpactRequest>(
      executors_.reads, gate_->Open(Method::kPreviewCatalogImpact, context), context, request,
      response, [this](const auto& decoded) { return accounts_->preview().Run(decoded); });
}

grpc::ServerReadReactor<grpc::ByteBuffer>* LinkedAccountService::ReportServiceAccounts(
    grpc::CallbackServerContext* context, grpc::ByteBuffer* response) {
  return new ReportCall(accounts_->NewReportStream(), executors_.reads,
                        gate_->Open(Method::kReportServiceAccounts, context), context, response);
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* LinkedAccountService::WatchLinkedAccounts(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
  Call call = gate_->Open(Method::kWatchLinkedAccounts, context);
  v1::WatchLinkedAccountsRequest decoded;
  absl::Status status = call.refusal();
  if (status.ok()) status = Decode(*request, decoded);
  if (!status.ok()) return RefuseStream(call, status);
  return feed_.streams().Open(feed_.SourceFor(decoded), call, context);
}

}  // namespace linkstat::rpc
