#ifndef LINKSTAT_CLIENT_CLI_LOCAL_BACKEND_H_
#define LINKSTAT_CLIENT_CLI_LOCAL_BACKEND_H_

#include <memory>
#include <string>

#include "agent/catalog/registry.h"
#include "client/cli/backend.h"

namespace linkstat::cli {

// Answers from one catalog, with the agent's own code and without an agent.
class LocalBackend final : public Backend {
 public:
  // INVALID_ARGUMENT names every fault of the file.
  static absl::StatusOr<std::unique_ptr<LocalBackend>> Open(const std::string& catalog_file);

  explicit LocalBackend(core::SnapshotPtr snapshot) : registry_(std::move(snapshot)) {}

  absl::StatusOr<v1::CheckPermissionsResponse> CheckPermissions(
      const v1::CheckPermissionsRequest& request) override;
  absl::StatusOr<v1::CheckServiceAccountResponse> CheckServiceAccount(
      const v1::CheckServiceAccountRequest& request) override;
  absl::StatusOr<v1::GetLinkingDetailsResponse> GetLinkingDetails(
      const v1::GetLinkingDetailsRequest& request) override;
  absl::StatusOr<v1::FindRequirementsResponse> FindRequirements(
      const v1::FindRequirementsRequest& request) override;
  absl::StatusOr<v1::GetCatalogResponse> GetCatalog(const v1::GetCatalogRequest& request) override;
  absl::StatusOr<v1::DiffCatalogResponse> DiffCatalog(
      const v1::DiffCatalogRequest& request) override;

 private:
  catalog::Registry registry_;
};

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_LOCAL_BACKEND_H_
