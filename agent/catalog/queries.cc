#include "agent/catalog/queries.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "agent/base/error.h"
#include "agent/base/status_macros.h"
#include "agent/catalog/load.h"
#include "agent/core/bounds.h"
#include "agent/core/request_checks.h"

namespace linkstat::catalog {
namespace {

// False after a fault was added.
bool CheckTextSize(absl::string_view text, absl::string_view field, FieldFaults& faults) {
  if (text.size() <= core::kMaxCatalogTextSize) return true;
  faults.Add(std::string(field),
             absl::StrCat("has ", text.size(), " bytes, more than ", core::kMaxCatalogTextSize));
  return false;
}

// What is wrong, without anything of the text: a parser's message quotes it.
std::string WithoutQuotes(const v1::CatalogFault& fault) {
  v1::CatalogFault plain = fault;
  if (fault.reason() == v1::CATALOG_FAULT_REASON_SYNTAX) plain.set_message("no textproto");
  const std::string line = fault.has_line() ? absl::StrCat("at line ", fault.line(), ": ") : "";
  plain.clear_line();
  return absl::StrCat("is not a valid catalog: ", line, FaultLine("", plain));
}

}  // namespace

absl::Status RevisionNotKept(const core::Snapshot& served) {
  return MakeError(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_REVISION_NOT_KEPT,
                   "this agent does not keep the requested revision",
                   {{"served_revision", served.revision()}});
}

core::SnapshotPtr Resolve(const Registry& registry, const core::SnapshotPtr& served,
                          const v1::CatalogReference& reference, absl::string_view field,
                          FieldFaults& faults) {
  switch (reference.source_case()) {
    case v1::CatalogReference::kRevision:
      core::CheckRevision(reference.revision(), absl::StrCat(field, ".revision"), faults);
      return registry.Find(reference.revision());
    case v1::CatalogReference::kTextproto: {
      const std::string path = absl::StrCat(field, ".textproto");
      if (!CheckTextSize(reference.textproto(), path, faults)) return nullptr;
      LoadResult loaded = LoadCatalog(reference.textproto());
      for (const auto& fault : loaded.faults) faults.Add(path, WithoutQuotes(fault));
      return std::move(loaded.snapshot);
    }
    default:
      return served;
  }
}

absl::StatusOr<v1::GetCatalogResponse> GetCatalog(const Registry& registry,
                                                  const v1::GetCatalogRequest& request) {
  const core::SnapshotPtr served = registry.Current();
  core::SnapshotPtr wanted = served;
  if (request.has_revision()) {
    FieldFaults faults;
    core::CheckRevision(request.revision(), "revision", faults);
    LINKSTAT_RETURN_IF_ERROR(faults.ToStatus());
    wanted = registry.Find(request.revision());
    if (wanted == nullptr) return RevisionNotKept(*served);
  }
  v1::GetCatalogResponse response;
  *response.mutable_catalog() = wanted->catalog();
  response.set_catalog_revision(wanted->revision());
  if (auto rejected = registry.rejected(); rejected.has_value()) {
    *response.mutable_rejected() = *std::move(rejected);
  }
  return response;
}

absl::StatusOr<v1::DiffCatalogResponse> DiffCatalog(const Registry& registry,
                                                    const v1::DiffCatalogRequest& request) {
  FieldFaults faults;
  const core::SnapshotPtr served = registry.Current();
  const core::SnapshotPtr from = Resolve(registry, served, request.from(), "from", faults);
  const core::SnapshotPtr to = Resolve(registry, served, request.to(), "to", faults);
  LINKSTAT_RETURN_IF_ERROR(faults.ToStatus());
  if (from == nullptr || to == nullptr) return RevisionNotKept(*served);
  return Diff(*from, *to);
}

absl::StatusOr<v1::ValidateCatalogResponse> ValidateCatalog(
    const v1::ValidateCatalogRequest& request) {
  FieldFaults faults;
  CheckTextSize(request.textproto(), "textproto", faults);
  LINKSTAT_RETURN_IF_ERROR(faults.ToStatus());
  const LoadResult loaded = LoadCatalog(request.textproto());
  v1::ValidateCatalogResponse response;
  response.set_valid(loaded.snapshot != nullptr);
  response.mutable_faults()->Add(loaded.faults.begin(), loaded.faults.end());
  if (loaded.snapshot != nullptr) response.set_catalog_revision(loaded.snapshot->revision());
  return response;
}

absl::Status CheckWatchCatalog(const v1::WatchCatalogRequest& request) {
  FieldFaults faults;
  if (request.has_resume_revision()) {
    core::CheckRevision(request.resume_revision(), "resume_revision", faults);
  }
  return faults.ToStatus();
}

}  // namespace linkstat::catalog
