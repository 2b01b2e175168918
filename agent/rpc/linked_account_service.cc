#include "agent/rpc/linked_account_service.h"

#include "agent/rpc/blocking.h"
#include "agent/rpc/report_call.h"

namespace linkstat::rpc {

grpc::ServerUnaryReactor* LinkedAccountService::CreateLinkedAccount(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return AnswerBlocking<v1::CreateLinkedAccountRequest>(
      executor_, CallRecord(log_, "linkstat.v1.LinkedAccountService/CreateLinkedAccount"), context,
      request, response, [this](const auto& decoded) { return accounts_->create().Run(decoded); });
}

grpc::ServerUnaryReactor* LinkedAccountService::GetLinkedAccount(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return AnswerBlocking<v1::GetLinkedAccountRequest>(
      executor_, CallRecord(log_, "linkstat.v1.LinkedAccountService/GetLinkedAccount"), context,
      request, response, [this](const auto& decoded) { return accounts_->find().ById(decoded); });
}

grpc::ServerUnaryReactor* LinkedAccountService::FindByWorkEmail(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return AnswerBlocking<v1::FindByWorkEmailRequest>(
      executor_, CallRecord(log_, "linkstat.v1.LinkedAccountService/FindByWorkEmail"), context,
      request, response,
      [this](const auto& decoded) { return accounts_->find().ByWorkEmail(decoded); });
}

grpc::ServerUnaryReactor* LinkedAccountService::ListLinkedAccounts(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return AnswerBlocking<v1::ListLinkedAccountsRequest>(
      executor_, CallRecord(log_, "linkstat.v1.LinkedAccountService/ListLinkedAccounts"), context,
      request, response, [this](const auto& decoded) { return accounts_->list().List(decoded); });
}

grpc::ServerUnaryReactor* LinkedAccountService::SummarizeLinkedAccounts(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return AnswerBlocking<v1::SummarizeLinkedAccountsRequest>(
      executor_, CallRecord(log_, "linkstat.v1.LinkedAccountService/SummarizeLinkedAccounts"),
      context, request, response,
      [this](const auto& decoded) { return accounts_->list().Summarize(decoded); });
}

grpc::ServerUnaryReactor* LinkedAccountService::DeleteLinkedAccount(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return AnswerBlocking<v1::DeleteLinkedAccountRequest>(
      executor_, CallRecord(log_, "linkstat.v1.LinkedAccountService/DeleteLinkedAccount"), context,
      request, response, [this](const auto& decoded) { return accounts_->remove().Run(decoded); });
}

grpc::ServerUnaryReactor* LinkedAccountService::ReportServiceAccount(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return AnswerBlocking<v1::ReportServiceAccountRequest>(
      executor_, CallRecord(log_, "linkstat.v1.LinkedAccountService/ReportServiceAccount"), context,
      request, response, [this](const auto& decoded) { return accounts_->report().Run(decoded); });
}

grpc::ServerUnaryReactor* LinkedAccountService::PreviewCatalogImpact(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return AnswerBlocking<v1::PreviewCatalogImpactRequest>(
      executor_, CallRecord(log_, "linkstat.v1.LinkedAccountService/PreviewCatalogImpact"), context,
      request, response, [this](const auto& decoded) { return accounts_->preview().Run(decoded); });
}

grpc::ServerReadReactor<grpc::ByteBuffer>* LinkedAccountService::ReportServiceAccounts(
    grpc::CallbackServerContext*, grpc::ByteBuffer* response) {
  return new ReportCall(accounts_->NewReportStream(), executor_,
                        CallRecord(log_, "linkstat.v1.LinkedAccountService/ReportServiceAccounts"),
                        response);
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* LinkedAccountService::WatchLinkedAccounts(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
  const CallRecord record(log_, "linkstat.v1.LinkedAccountService/WatchLinkedAccounts");
  v1::WatchLinkedAccountsRequest decoded;
  const absl::Status status = Decode(*request, decoded);
  if (!status.ok()) return RefuseStream(record, status);
  return feed_.streams().Open(feed_.SourceFor(decoded), record, context);
}

}  // namespace linkstat::rpc
