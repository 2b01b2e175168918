#ifndef LINKSTAT_TESTS_CLIENT_FAKE_AGENT_H_
#define LINKSTAT_TESTS_CLIENT_FAKE_AGENT_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "linkstat/v1/catalog_service.grpc.pb.h"
#include "linkstat/v1/linked_account_service.grpc.pb.h"
#include "linkstat/v1/linking_service.grpc.pb.h"

namespace linkstat::test {

// The error as an agent sends it, with its google.rpc details.
grpc::Status SentError(const absl::Status& error);

// A gRPC server in this process that answers as a test defines. Its methods must be
// set before the first call; one that is not set is UNIMPLEMENTED.
class FakeAgent {
 public:
  template <typename Request, typename Response>
  using Unary =
      std::function<grpc::Status(grpc::ServerContext&, const Request&, Response* response)>;
  template <typename Request, typename Response>
  using Stream = std::function<grpc::Status(grpc::ServerContext&, const Request&,
                                            grpc::ServerWriter<Response>& writer)>;

  using Reports = std::function<grpc::Status(
      grpc::ServerContext&, grpc::ServerReader<v1::ReportServiceAccountsRequest>& reader,
      v1::ReportServiceAccountsResponse* response)>;

  explicit FakeAgent(const std::shared_ptr<grpc::ServerCredentials>& credentials =
                         grpc::InsecureServerCredentials());
  ~FakeAgent();

  // `127.0.0.1:PORT`, on a port that was free.
  const std::string& endpoint() const { return endpoint_; }

  Unary<v1::CheckPermissionsRequest, v1::CheckPermissionsResponse> check_permissions;
  Unary<v1::GetCatalogRequest, v1::GetCatalogResponse> get_catalog;
  Stream<v1::WatchCatalogRequest, v1::WatchCatalogResponse> watch_catalog;
  Unary<v1::CreateLinkedAccountRequest, v1::CreateLinkedAccountResponse> create_account;
  Unary<v1::GetLinkedAccountRequest, v1::GetLinkedAccountResponse> get_account;
  Unary<v1::FindByWorkEmailRequest, v1::FindByWorkEmailResponse> find_account;
  Unary<v1::ListLinkedAccountsRequest, v1::ListLinkedAccountsResponse> list_accounts;
  Unary<v1::SummarizeLinkedAccountsRequest, v1::SummarizeLinkedAccountsResponse> summarize_accounts;
  Unary<v1::DeleteLinkedAccountRequest, v1::DeleteLinkedAccountResponse> delete_account;
  Unary<v1::ReportServiceAccountRequest, v1::ReportServiceAccountResponse> report_account;
  Unary<v1::PreviewCatalogImpactRequest, v1::PreviewCatalogImpactResponse> preview_impact;
  Reports report_accounts;
  Stream<v1::WatchLinkedAccountsRequest, v1::WatchLinkedAccountsResponse> watch_accounts;
  Unary<grpc::health::v1::HealthCheckRequest, grpc::health::v1::HealthCheckResponse> check_health;
  Stream<grpc::health::v1::HealthCheckRequest, grpc::health::v1::HealthCheckResponse> watch_health;

 private:
  class Linking;
  class Catalogs;
  class Accounts;
  class Health;

  std::unique_ptr<Linking> linking_;
  std::unique_ptr<Catalogs> catalogs_;
  std::unique_ptr<Accounts> accounts_;
  std::unique_ptr<Health> health_;
  std::unique_ptr<grpc::Server> server_;
  std::string endpoint_;
};

}  // namespace linkstat::test

#endif  // LINKSTAT_TESTS_CLIENT_FAKE_AGENT_H_
