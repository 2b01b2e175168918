#ifndef LINKSTAT_CLIENT_CLI_BACKEND_H_
#define LINKSTAT_CLIENT_CLI_BACKEND_H_

#include "absl/status/statusor.h"
#include "linkstat/v1/catalog_service.pb.h"
#include "linkstat/v1/linking_service.pb.h"

namespace linkstat::cli {

// Who answers: an agent, or this program from a catalog file. Each method has
// the outcomes that its RPC documents, and equal catalogs give equal answers,
// so that a verb is written once.
class Backend {
 public:
  virtual ~Backend() = default;

  virtual absl::StatusOr<v1::CheckPermissionsResponse> CheckPermissions(
      const v1::CheckPermissionsRequest& request) = 0;
  virtual absl::StatusOr<v1::CheckServiceAccountResponse> CheckServiceAccount(
      const v1::CheckServiceAccountRequest& request) = 0;
  virtual absl::StatusOr<v1::GetLinkingDetailsResponse> GetLinkingDetails(
      const v1::GetLinkingDetailsRequest& request) = 0;
  virtual absl::StatusOr<v1::FindRequirementsResponse> FindRequirements(
      const v1::FindRequirementsRequest& request) = 0;
  virtual absl::StatusOr<v1::GetCatalogResponse> GetCatalog(
      const v1::GetCatalogRequest& request) = 0;
  virtual absl::StatusOr<v1::DiffCatalogResponse> DiffCatalog(
      const v1::DiffCatalogRequest& request) = 0;
};

}  // namespace linkstat::cli

#endif  // LINKSTAT_CLIENT_CLI_BACKEND_H_
