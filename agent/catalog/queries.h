#ifndef LINKSTAT_AGENT_CATALOG_QUERIES_H_
#define LINKSTAT_AGENT_CATALOG_QUERIES_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "agent/base/error.h"
#include "agent/catalog/registry.h"
#include "linkstat/v1/catalog_service.pb.h"

// The unary answers of CatalogService, one function a method, with the outcomes
// that catalog_service.proto states. The agent and the offline client call the
// same ones. Thread-safe.
namespace linkstat::catalog {

absl::StatusOr<v1::GetCatalogResponse> GetCatalog(const Registry& registry,
                                                  const v1::GetCatalogRequest& request);

absl::StatusOr<v1::DiffCatalogResponse> DiffCatalog(const Registry& registry,
                                                    const v1::DiffCatalogRequest& request);

absl::StatusOr<v1::ValidateCatalogResponse> ValidateCatalog(
    const v1::ValidateCatalogRequest& request);

// The bounds of a WatchCatalog request.
absl::Status CheckWatchCatalog(const v1::WatchCatalogRequest& request);

// The catalog that `reference`, which is at the path `field` of a request,
// means; `served` when it names none. Null after faults were added, or when its
// revision is not kept.
core::SnapshotPtr Resolve(const Registry& registry, const core::SnapshotPtr& served,
                          const v1::CatalogReference& reference, absl::string_view field,
                          FieldFaults& faults);

// What differs between two catalogs, as DiffCatalogResponse documents it.
v1::DiffCatalogResponse Diff(const core::Snapshot& from, const core::Snapshot& to);

// FAILED_PRECONDITION with REVISION_NOT_KEPT.
absl::Status RevisionNotKept(const core::Snapshot& served);

}  // namespace linkstat::catalog

#endif  // LINKSTAT_AGENT_CATALOG_QUERIES_H_
