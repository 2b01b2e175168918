#ifndef LINKSTAT_CLIENT_CLI_REMOTE_BACKEND_H_
#define LINKSTAT_CLIENT_CLI_REMOTE_BACKEND_H_

#include "client/cli/backend.h"
#include "linkstat/client.h"

namespace linkstat::cli {

// Asks an agent.
class RemoteBackend final : public Backend {
 public:
  // `client` must outlive the backend.
  explicit RemoteBackend(Client* client) : client_(*client) {}

  absl::StatusOr<v1::CheckPermissionsResponse> CheckPermissions(
      const v1::CheckPermissionsRequest& request) override {
    return client_.CheckPermissions(request);
  }
  absl::StatusOr<v1::CheckServiceAccountResponse> CheckServiceAccount(
      const v1::CheckServiceAccountRequest& request) override {
    return client_.CheckServiceAccount(request);
  }
  absl::StatusOr<v1::GetLinkingDetailsResponse> GetLinkingDetails(
      const v1::GetLinkingDetailsRequest& request) override {
    return client_.GetLinkingDetails(request);
  }
  absl::StatusOr<v1::FindRequirementsResponse> FindRequirements(
      const v1::FindRequirementsRequest& request) override {
    return client_.FindRequirements(request);
  }
  absl::StatusOr<v1::GetCatalogResponse> GetCatalog(const v1::GetCatalogRequest& request) override {
    return client_.GetCatalog(request);
  }
  absl::StatusOr<v1::DiffCatalogResponse> DiffCatalog(
      const v1::DiffCatalogRequest& request) override {
    return client_.DiffCatalog(request);
  }

 private:
  Client& client_;
};

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_REMOTE_BACKEND_H_
