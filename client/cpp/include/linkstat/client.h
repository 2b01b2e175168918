#ifndef LINKSTAT_CLIENT_H_
#define LINKSTAT_CLIENT_H_

#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "linkstat/v1/catalog_service.pb.h"
#include "linkstat/v1/linked_account_service.pb.h"
#include "linkstat/v1/linking_service.pb.h"

namespace linkstat {

// How to reach an agent.
struct ClientOptions {
  // Where the agent listens: `HOST:PORT`, `unix:/PATH` or any gRPC target. The
  // proxies that the environment names are not used. Several agents are named as
  // `ipv4:IP:PORT,IP:PORT` or by a DNS name with an address for each,
  // `dns:///HOST:PORT`.
  std::string endpoint = "127.0.0.1:50051";

  // With it, calls go in turn to every address of the endpoint whose agent is SERVING
  // (grpc.health.v1), so that agents can be restarted one by one without a failure of
  // calls that may be retried; while none is, every call is UNAVAILABLE, those of health
  // included. Without it, all calls go to one address that can be reached, whatever its
  // health.
  bool balance = false;

  // How long a unary call may take, retries included. Must be positive.
  absl::Duration timeout = absl::Seconds(5);

  // TLS. On when `tls` is set; the files are PEM. Without `tls_ca_file` the
  // system's roots are trusted. Certificate and key go together (mTLS).
  bool tls = false;
  std::string tls_ca_file;
  std::string tls_cert_file;
  std::string tls_key_file;
  // The name that the agent's certificate must have when it is not the
  // endpoint's host.
  std::string tls_server_name;

  // Calls that only read are tried again, at most this many times in all, when
  // the agent cannot be reached or is stopping; so is ReportServiceAccount, which
  // is safe to repeat. 1 to 5; 1 means no retry.
  int max_attempts = 3;

  // Added to the user agent of every call.
  std::string user_agent = "linkstat-client";
};

// A connection to an agent. Thread-safe; connects when first used and again
// after a loss. Errors are the agent's status, its google.rpc details attached
// as payloads under their type URLs; UNAVAILABLE when it cannot be reached.
class Client {
 public:
  // INVALID_ARGUMENT for options that contradict or files that cannot be read.
  static absl::StatusOr<std::unique_ptr<Client>> Create(const ClientOptions& options);
  virtual ~Client() = default;

  // LinkingService.
  virtual absl::StatusOr<v1::CheckPermissionsResponse> CheckPermissions(
      const v1::CheckPermissionsRequest& request) = 0;
  virtual absl::StatusOr<v1::BatchCheckPermissionsResponse> BatchCheckPermissions(
      const v1::BatchCheckPermissionsRequest& request) = 0;
  virtual absl::StatusOr<v1::CheckServiceAccountResponse> CheckServiceAccount(
      const v1::CheckServiceAccountRequest& request) = 0;
  virtual absl::StatusOr<v1::GetLinkingDetailsResponse> GetLinkingDetails(
      const v1::GetLinkingDetailsRequest& request) = 0;
  virtual absl::StatusOr<v1::FindRequirementsResponse> FindRequirements(
      const v1::FindRequirementsRequest& request) = 0;

  // CatalogService.
  virtual absl::StatusOr<v1::GetCatalogResponse> GetCatalog(
      const v1::GetCatalogRequest& request) = 0;
  virtual absl::StatusOr<v1::DiffCatalogResponse> DiffCatalog(
      const v1::DiffCatalogRequest& request) = 0;
  virtual absl::StatusOr<v1::ValidateCatalogResponse> ValidateCatalog(
      const v1::ValidateCatalogRequest& request) = 0;

  // Blocks and calls `on_event` for each message until the stream ends,
  // `on_event` returns false or `stop` is requested (then OK). Has no deadline.
  virtual absl::Status WatchCatalog(
      const v1::WatchCatalogRequest& request,
      const std::function<bool(const v1::WatchCatalogResponse&)>& on_event,
      const std::stop_token& stop) = 0;

  // LinkedAccountService.
  virtual absl::StatusOr<v1::CreateLinkedAccountResponse> CreateLinkedAccount(
      const v1::CreateLinkedAccountRequest& request) = 0;
  virtual absl::StatusOr<v1::GetLinkedAccountResponse> GetLinkedAccount(
      const v1::GetLinkedAccountRequest& request) = 0;
  virtual absl::StatusOr<v1::FindByWorkEmailResponse> FindByWorkEmail(
      const v1::FindByWorkEmailRequest& request) = 0;
  virtual absl::StatusOr<v1::ListLinkedAccountsResponse> ListLinkedAccounts(
      const v1::ListLinkedAccountsRequest& request) = 0;
  virtual absl::StatusOr<v1::SummarizeLinkedAccountsResponse> SummarizeLinkedAccounts(
      const v1::SummarizeLinkedAccountsRequest& request) = 0;
  virtual absl::StatusOr<v1::DeleteLinkedAccountResponse> DeleteLinkedAccount(
      const v1::DeleteLinkedAccountRequest& request) = 0;
  virtual absl::StatusOr<v1::ReportServiceAccountResponse> ReportServiceAccount(
      const v1::ReportServiceAccountRequest& request) = 0;
  virtual absl::StatusOr<v1::PreviewCatalogImpactResponse> PreviewCatalogImpact(
      const v1::PreviewCatalogImpactRequest& request) = 0;

  // Sends each message that `next` fills, which it gets empty, until `next`
  // returns false. Blocks while the agent has more than it can take. Has no
  // deadline. After an error it is not known which reports were stored; all may
  // be sent again.
  virtual absl::StatusOr<v1::ReportServiceAccountsResponse> ReportServiceAccounts(
      const std::function<bool(v1::ReportServiceAccountsRequest&)>& next) = 0;

  // Blocks and calls `on_event` for each message until the stream ends,
  // `on_event` returns false or `stop` is requested (then OK). Has no deadline. To
  // resume after an error, call again with the cursor of the last message.
  virtual absl::Status WatchLinkedAccounts(
      const v1::WatchLinkedAccountsRequest& request,
      const std::function<bool(const v1::WatchLinkedAccountsResponse&)>& on_event,
      const std::stop_token& stop) = 0;

  // grpc.health.v1. `serving` is false for every other status, UNKNOWN
  // included; an unknown service is NOT_FOUND.
  virtual absl::StatusOr<bool> CheckHealth(const std::string& service) = 0;

  // Blocks and calls `on_status` for each change of health, likewise.
  virtual absl::Status WatchHealth(const std::string& service,
                                   const std::function<bool(bool serving)>& on_status,
                                   const std::stop_token& stop) = 0;
};

}  // namespace linkstat

#endif  // LINKSTAT_CLIENT_H_
