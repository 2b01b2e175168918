#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <utility>

#include "absl/time/time.h"
#include "agent/base/error.h"
#include "agent/base/status_macros.h"
#include "client/cpp/src/channel.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "grpc/support/time.h"
#include "grpcpp/client_context.h"
#include "linkstat/client.h"
#include "linkstat/v1/catalog_service.grpc.pb.h"
#include "linkstat/v1/linked_account_service.grpc.pb.h"
#include "linkstat/v1/linking_service.grpc.pb.h"

namespace linkstat {
namespace {

using ::grpc::health::v1::Health;
using ::grpc::health::v1::HealthCheckRequest;
using ::grpc::health::v1::HealthCheckResponse;

// A call's status with the same code and message; each google.rpc detail that
// came with it is a payload under its type URL.
absl::Status FromGrpcStatus(const grpc::Status& status) {
  google::rpc::Status received;
  if (!received.ParseFromString(status.error_details())) received.Clear();
  received.set_code(status.error_code());
  received.set_message(status.error_message());
  return FromRpcStatus(received);
}

class GrpcClient final : public Client {
 public:
  GrpcClient(const std::shared_ptr<grpc::Channel>& channel, absl::Duration timeout)
      : timeout_(timeout),
        linking_(channel),
        catalog_(channel),
        accounts_(channel),
        health_(channel) {}

  absl::StatusOr<v1::CheckPermissionsResponse> CheckPermissions(
      const v1::CheckPermissionsRequest& request) override {
    return Call(linking_, &v1::LinkingService::Stub::CheckPermissions, request);
  }
  absl::StatusOr<v1::BatchCheckPermissionsResponse> BatchCheckPermissions(
      const v1::BatchCheckPermissionsRequest& request) override {
    return Call(linking_, &v1::LinkingService::Stub::BatchCheckPermissions, request);
  }
  absl::StatusOr<v1::CheckServiceAccountResponse> CheckServiceAccount(
      const v1::CheckServiceAccountRequest& request) override {
    return Call(linking_, &v1::LinkingService::Stub::CheckServiceAccount, request);
  }
  absl::StatusOr<v1::GetLinkingDetailsResponse> GetLinkingDetails(
      const v1::GetLinkingDetailsRequest& request) override {
    return Call(linking_, &v1::LinkingService::Stub::GetLinkingDetails, request);
  }
  absl::StatusOr<v1::FindRequirementsResponse> FindRequirements(
      const v1::FindRequirementsRequest& request) override {
    return Call(linking_, &v1::LinkingService::Stub::FindRequirements, request);
  }

  absl::StatusOr<v1::GetCatalogResponse> GetCatalog(const v1::GetCatalogRequest& request) override {
    return Call(catalog_, &v1::CatalogService::Stub::GetCatalog, request);
  }
  absl::StatusOr<v1::DiffCatalogResponse> DiffCatalog(
      const v1::DiffCatalogRequest& request) override {
    return Call(catalog_, &v1::CatalogService::Stub::DiffCatalog, request);
  }
  absl::StatusOr<v1::ValidateCatalogResponse> ValidateCatalog(
      const v1::ValidateCatalogRequest& request) override {
    return Call(catalog_, &v1::CatalogService::Stub::ValidateCatalog, request);
  }

  absl::Status WatchCatalog(const v1::WatchCatalogRequest& request,
                            const std::function<bool(const v1::WatchCatalogResponse&)>& on_event,
                            const std::stop_token& stop) override {
    grpc::ClientContext context;
    return Follow<v1::WatchCatalogResponse>(context, catalog_.WatchCatalog(&context, request),
                                            on_event, stop);
  }

  absl::StatusOr<v1::CreateLinkedAccountResponse> CreateLinkedAccount(
      const v1::CreateLinkedAccountRequest& request) override {
    return Call(accounts_, &v1::LinkedAccountService::Stub::CreateLinkedAccount, request);
  }
  absl::StatusOr<v1::GetLinkedAccountResponse> GetLinkedAccount(
      const v1::GetLinkedAccountRequest& request) override {
    return Call(accounts_, &v1::LinkedAccountService::Stub::GetLinkedAccount, request);
  }
  absl::StatusOr<v1::FindByWorkEmailResponse> FindByWorkEmail(
      const v1::FindByWorkEmailRequest& request) override {
    return Call(accounts_, &v1::LinkedAccountService::Stub::FindByWorkEmail, request);
  }
  absl::StatusOr<v1::ListLinkedAccountsResponse> ListLinkedAccounts(
      const v1::ListLinkedAccountsRequest& request) override {
    return Call(accounts_, &v1::LinkedAccountService::Stub::ListLinkedAccounts, request);
  }
  absl::StatusOr<v1::SummarizeLinkedAccountsResponse> SummarizeLinkedAccounts(
      const v1::SummarizeLinkedAccountsRequest& request) override {
    return Call(accounts_, &v1::LinkedAccountService::Stub::SummarizeLinkedAccounts, request);
  }
  absl::StatusOr<v1::DeleteLinkedAccountResponse> DeleteLinkedAccount(
      const v1::DeleteLinkedAccountRequest& request) override {
    return Call(accounts_, &v1::LinkedAccountService::Stub::DeleteLinkedAccount, request);
  }
  absl::StatusOr<v1::ReportServiceAccountResponse> ReportServiceAccount(
      const v1::ReportServiceAccountRequest& request) override {
    return Call(accounts_, &v1::LinkedAccountService::Stub::ReportServiceAccount, request);
  }
  absl::StatusOr<v1::PreviewCatalogImpactResponse> PreviewCatalogImpact(
      const v1::PreviewCatalogImpactRequest& request) override {
    return Call(accounts_, &v1::LinkedAccountService::Stub::PreviewCatalogImpact, request);
  }

  absl::StatusOr<v1::ReportServiceAccountsResponse> ReportServiceAccounts(
      const std::function<bool(v1::ReportServiceAccountsRequest&)>& next) override {
    grpc::ClientContext context;
    v1::ReportServiceAccountsResponse response;
    const auto writer = accounts_.ReportServiceAccounts(&context, &response);
    v1::ReportServiceAccountsRequest request;
    while (next(request) && writer->Write(request)) request.Clear();
    writer->WritesDone();
    LINKSTAT_RETURN_IF_ERROR(FromGrpcStatus(writer->Finish()));
    return response;
  }

  absl::Status WatchLinkedAccounts(
      const v1::WatchLinkedAccountsRequest& request,
      const std::function<bool(const v1::WatchLinkedAccountsResponse&)>& on_event,
      const std::stop_token& stop) override {
    grpc::ClientContext context;
    return Follow<v1::WatchLinkedAccountsResponse>(
        context, accounts_.WatchLinkedAccounts(&context, request), on_event, stop);
  }

  absl::StatusOr<bool> CheckHealth(const std::string& service) override {
    HealthCheckRequest request;
    request.set_service(service);
    LINKSTAT_ASSIGN_OR_RETURN(const HealthCheckResponse response,
                              Call(health_, &Health::Stub::Check, request));
    return response.status() == HealthCheckResponse::SERVING;
  }

  absl::Status WatchHealth(const std::string& service,
                           const std::function<bool(bool serving)>& on_status,
                           const std::stop_token& stop) override {
    HealthCheckRequest request;
    request.set_service(service);
    grpc::ClientContext context;
    bool unknown = false;
    const absl::Status end = Follow<HealthCheckResponse>(
        context, health_.Watch(&context, request),
        [&](const HealthCheckResponse& response) {
          unknown = response.status() == HealthCheckResponse::SERVICE_UNKNOWN;
          return !unknown && on_status(response.status() == HealthCheckResponse::SERVING);
        },
        stop);
    return unknown ? absl::NotFoundError("unknown service") : end;
  }

 private:
  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> Call(Stub& stub,
                                grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request) const {
    grpc::ClientContext context;
    // On the steady clock, whatever the time is set to meanwhile.
    context.set_deadline(
        gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC),
                     gpr_time_from_nanos(absl::ToInt64Nanoseconds(timeout_), GPR_TIMESPAN)));
    Response response;
    LINKSTAT_RETURN_IF_ERROR(FromGrpcStatus((stub.*method)(&context, request, &response)));
    return response;
  }

  template <typename Message>
  static absl::Status Follow(grpc::ClientContext& context,
                             std::unique_ptr<grpc::ClientReader<Message>> reader,
                             const std::function<bool(const Message&)>& on_message,
                             const std::stop_token& stop) {
    const std::stop_callback cancel(stop, [&context] { context.TryCancel(); });
    Message message;
    while (reader->Read(&message)) {
      if (on_message(message)) continue;
      context.TryCancel();
      reader->Finish();
      return absl::OkStatus();
    }
    const absl::Status end = FromGrpcStatus(reader->Finish());
    return stop.stop_requested() ? absl::OkStatus() : end;
  }

  const absl::Duration timeout_;
  v1::LinkingService::Stub linking_;
  v1::CatalogService::Stub catalog_;
  v1::LinkedAccountService::Stub accounts_;
  Health::Stub health_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Client>> Client::Create(const ClientOptions& options) {
  LINKSTAT_ASSIGN_OR_RETURN(const std::shared_ptr<grpc::Channel> channel, MakeChannel(options));
  return std::make_unique<GrpcClient>(channel, options.timeout);
}

}  // namespace linkstat
