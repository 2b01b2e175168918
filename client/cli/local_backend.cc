#include "client/cli/local_backend.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "agent/base/error.h"
#include "agent/catalog/load.h"
#include "agent/catalog/queries.h"
#include "agent/core/linking.h"

namespace linkstat::cli {
namespace {

absl::Status CatalogError(const std::vector<v1::CatalogFault>& faults) {
  FieldFaults told;
  for (const v1::CatalogFault& fault : faults) {
    std::string place = "catalog";
    if (!fault.path().empty()) absl::StrAppend(&place, " ", fault.path());
    if (fault.has_line()) absl::StrAppend(&place, " (line ", fault.line(), ")");
    told.Add(std::move(place), fault.message());
  }
  return told.ToStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<LocalBackend>> LocalBackend::Open(const std::string& catalog_file) {
  catalog::LoadResult loaded = catalog::LoadCatalogFile(catalog_file);
  if (loaded.snapshot == nullptr) return CatalogError(loaded.faults);
  return std::make_unique<LocalBackend>(std::move(loaded.snapshot));
}

absl::StatusOr<v1::CheckPermissionsResponse> LocalBackend::CheckPermissions(
    const v1::CheckPermissionsRequest& request) {
  return core::CheckPermissions(*registry_.Current(), request);
}

absl::StatusOr<v1::CheckServiceAccountResponse> LocalBackend::CheckServiceAccount(
    const v1::CheckServiceAccountRequest& request) {
  return core::CheckServiceAccount(*registry_.Current(), request);
}

absl::StatusOr<v1::GetLinkingDetailsResponse> LocalBackend::GetLinkingDetails(
    const v1::GetLinkingDetailsRequest& request) {
  return core::GetLinkingDetails(*registry_.Current(), request);
}

absl::StatusOr<v1::FindRequirementsResponse> LocalBackend::FindRequirements(
    const v1::FindRequirementsRequest& request) {
  return core::FindRequirements(*registry_.Current(), request);
}

absl::StatusOr<v1::GetCatalogResponse> LocalBackend::GetCatalog(
    const v1::GetCatalogRequest& request) {
  return catalog::GetCatalog(registry_, request);
}

absl::StatusOr<v1::DiffCatalogResponse> LocalBackend::DiffCatalog(
    const v1::DiffCatalogRequest& request) {
  return catalog::DiffCatalog(registry_, request);
}

}  // namespace linkstat::cli
