#include "agent/rpc/service/linked_account_service.h"

#include "agent/rpc/service/blocking.h"
#include "agent/rpc/service/report_call.h"

namespace linkstat::rpc {

LinkedAccountService::LinkedAccountService(service::Accounts* accounts,
                                           const StoreExecutors& executors,
                                           absl::Duration keep_alive)
    : accounts_(accounts),
      executors_(executors),
      feed_(accounts, executors.reads, keep_alive),
      writes_(accounts, executors.reports) {}

void LinkedAccountService::AddTo(MethodHandlers& handlers) {
  AddReadsTo(handlers);
  for (const Method method : {Method::kCreateLinkedAccount, Method::kReportServiceAccount,
                              Method::kDeleteLinkedAccount}) {
    handlers.Add(method, [this](ServerCall* call) { writes_.Answer(call); });
  }
  handlers.AddReader(Method::kReportServiceAccounts, [this](ServerCall* call) {
    new ReportCall(accounts_->NewReportStream(), executors_.reports, call);
  });
}

template <typename Request, typename Answer>
void LinkedAccountService::AddRead(Method method, MethodHandlers& handlers, Answer answer) {
  handlers.Add(method, [executor = executors_.reads, answer](ServerCall* call) {
    AnswerBlocking<Request>(executor, call, answer);
  });
}

void LinkedAccountService::AddReadsTo(MethodHandlers& handlers) {
  AddRead<v1::GetLinkedAccountRequest>(
      Method::kGetLinkedAccount, handlers,
      [this](const auto& decoded) { return accounts_->find().ById(decoded); });
  AddRead<v1::FindByWorkEmailRequest>(
      Method::kFindByWorkEmail, handlers,
      [this](const auto& decoded) { return accounts_->find().ByWorkEmail(decoded); });
  AddRead<v1::ListLinkedAccountsRequest>(
      Method::kListLinkedAccounts, handlers,
      [this](const auto& decoded) { return accounts_->list().List(decoded); });
  AddRead<v1::SummarizeLinkedAccountsRequest>(
      Method::kSummarizeLinkedAccounts, handlers,
      [this](const auto& decoded) { return accounts_->list().Summarize(decoded); });
  AddRead<v1::PreviewCatalogImpactRequest>(
      Method::kPreviewCatalogImpact, handlers,
      [this](const auto& decoded) { return accounts_->preview().Run(decoded); });
  handlers.Add(Method::kWatchLinkedAccounts, [this](ServerCall* call) {
    v1::WatchLinkedAccountsRequest decoded;
    const absl::Status status = Decode(call->request(), decoded);
    if (status.ok()) {
      feed_.streams().Open(feed_.SourceFor(decoded), call);
    } else {
      call->Finish(status);
    }
  });
}

}  // namespace linkstat::rpc
