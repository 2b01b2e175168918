#include "tests/client/fake_agent.h"

#include <chrono>

#include "absl/strings/str_cat.h"
#include "agent/base/error.h"
#include "grpcpp/server_builder.h"

namespace linkstat::test {
namespace {

grpc::Status Unset() { return {grpc::StatusCode::UNIMPLEMENTED, "not set by the test"}; }

template <typename Method, typename Request, typename Last>
grpc::Status Answer(const Method& method, grpc::ServerContext* context, const Request* request,
                    Last&& last) {
  return method == nullptr ? Unset() : method(*context, *request, std::forward<Last>(last));
}

}  // namespace

class FakeAgent::Linking final : public v1::LinkingService::Service {
 public:
  explicit Linking(const FakeAgent& agent) : agent_(agent) {}

  grpc::Status CheckPermissions(grpc::ServerContext* context,
                                const v1::CheckPermissionsRequest* request,
                                v1::CheckPermissionsResponse* response) override {
    return Answer(agent_.check_permissions, context, request, response);
  }

 private:
  const FakeAgent& agent_;
};

class FakeAgent::Catalogs final : public v1::CatalogService::Service {
 public:
  explicit Catalogs(const FakeAgent& agent) : agent_(agent) {}

  grpc::Status GetCatalog(grpc::ServerContext* context, const v1::GetCatalogRequest* request,
                          v1::GetCatalogResponse* response) override {
    return Answer(agent_.get_catalog, context, request, response);
  }
  grpc::Status WatchCatalog(grpc::ServerContext* context, const v1::WatchCatalogRequest* request,
                            grpc::ServerWriter<v1::WatchCatalogResponse>* writer) override {
    return Answer(agent_.watch_catalog, context, request, *writer);
  }

 private:
  const FakeAgent& agent_;
};

class FakeAgent::Accounts final : public v1::LinkedAccountService::Service {
 public:
  explicit Accounts(const FakeAgent& agent) : agent_(agent) {}

  grpc::Status CreateLinkedAccount(grpc::ServerContext* context,
                                   const v1::CreateLinkedAccountRequest* request,
                                   v1::CreateLinkedAccountResponse* response) override {
    return Answer(agent_.create_account, context, request, response);
  }
  grpc::Status GetLinkedAccount(grpc::ServerContext* context,
                                const v1::GetLinkedAccountRequest* request,
                                v1::GetLinkedAccountResponse* response) override {
    return Answer(agent_.get_account, context, request, response);
  }
  grpc::Status FindByWorkEmail(grpc::ServerContext* context,
                               const v1::FindByWorkEmailRequest* request,
                               v1::FindByWorkEmailResponse* response) override {
    return Answer(agent_.find_account, context, request, response);
  }
  grpc::Status ListLinkedAccounts(grpc::ServerContext* context,
                                  const v1::ListLinkedAccountsRequest* request,
                                  v1::ListLinkedAccountsResponse* response) override {
    return Answer(agent_.list_accounts, context, request, response);
  }
  grpc::Status SummarizeLinkedAccounts(grpc::ServerContext* context,
                                       const v1::SummarizeLinkedAccountsRequest* request,
                                       v1::SummarizeLinkedAccountsResponse* response) override {
    return Answer(agent_.summarize_accounts, context, request, response);
  }
  grpc::Status DeleteLinkedAccount(grpc::ServerContext* context,
                                   const v1::DeleteLinkedAccountRequest* request,
                                   v1::DeleteLinkedAccountResponse* response) override {
    return Answer(agent_.delete_account, context, request, response);
  }
  grpc::Status ReportServiceAccount(grpc::ServerContext* context,
                                    const v1::ReportServiceAccountRequest* request,
                                    v1::ReportServiceAccountResponse* response) override {
    return Answer(agent_.report_account, context, request, response);
  }
  grpc::Status PreviewCatalogImpact(grpc::ServerContext* context,
                                    const v1::PreviewCatalogImpactRequest* request,
                                    v1::PreviewCatalogImpactResponse* response) override {
    return Answer(agent_.preview_impact, context, request, response);
  }
  grpc::Status ReportServiceAccounts(grpc::ServerContext* context,
                                     grpc::ServerReader<v1::ReportServiceAccountsRequest>* reader,
                                     v1::ReportServiceAccountsResponse* response) override {
    if (agent_.report_accounts == nullptr) return Unset();
    return agent_.report_accounts(*context, *reader, response);
  }
  grpc::Status WatchLinkedAccounts(
      grpc::ServerContext* context, const v1::WatchLinkedAccountsRequest* request,
      grpc::ServerWriter<v1::WatchLinkedAccountsResponse>* writer) override {
    return Answer(agent_.watch_accounts, context, request, *writer);
  }

 private:
  const FakeAgent& agent_;
};

class FakeAgent::Health final : public grpc::health::v1::Health::Service {
 public:
  explicit Health(const FakeAgent& agent) : agent_(agent) {}

  grpc::Status Check(grpc::ServerContext* context,
                     const grpc::health::v1::HealthCheckRequest* request,
                     grpc::health::v1::HealthCheckResponse* response) override {
    return Answer(agent_.check_health, context, request, response);
  }
  grpc::Status Watch(grpc::ServerContext* context,
                     const grpc::health::v1::HealthCheckRequest* request,
                     grpc::ServerWriter<grpc::health::v1::HealthCheckResponse>* writer) override {
    return Answer(agent_.watch_health, context, request, *writer);
  }

 private:
  const FakeAgent& agent_;
};

grpc::Status SentError(const absl::Status& error) {
  return {static_cast<grpc::StatusCode>(error.code()), std::string(error.message()),
          ToRpcStatus(error).SerializeAsString()};
}

FakeAgent::FakeAgent(const std::shared_ptr<grpc::ServerCredentials>& credentials)
    : linking_(std::make_unique<Linking>(*this)),
      catalogs_(std::make_unique<Catalogs>(*this)),
      accounts_(std::make_unique<Accounts>(*this)),
      health_(std::make_unique<Health>(*this)) {
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", credentials, &port);
  builder.RegisterService(linking_.get());
  builder.RegisterService(catalogs_.get());
  builder.RegisterService(accounts_.get());
  builder.RegisterService(health_.get());
  server_ = builder.BuildAndStart();
  endpoint_ = absl::StrCat("127.0.0.1:", port);
}

FakeAgent::~FakeAgent() { server_->Shutdown(std::chrono::system_clock::now()); }

}  // namespace linkstat::test
