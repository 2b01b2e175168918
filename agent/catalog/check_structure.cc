#include <algorithm>

#include "absl/strings/str_cat.h"
#include "agent/catalog/checks.h"

namespace linkstat::catalog {
namespace {

// Exactly one step presents `content`, called `what`.
void CheckPresentedOnce(const v1::Catalog& catalog, v1::StepContent content, absl::string_view what,
                        const Place& place, FaultList& faults) {
  bool found = false;
  for (int i = 0; i < catalog.steps_size(); ++i) {
    if (catalog.steps(i).content() != content) continue;
    if (found) {
      faults.Add(place.At("steps", i).At("content"), v1::CATALOG_FAULT_REASON_CONTRADICTION,
                 absl::StrCat("presents the ", what, " a second time; exactly one step does"));
    }
    found = true;
  }
  if (found) return;
  faults.Add(place.At("steps"), v1::CATALOG_FAULT_REASON_MISSING,
             absl::StrCat("has no step that presents the ", what, "; exactly one must"));
}

void CheckPath(const v1::NavigationPath& path, const Place& place, FaultList& faults) {
  const bool absent = path.origin() == v1::FACT_ORIGIN_ABSENT;
  if (absent && !path.actions().empty()) {
    faults.Add(place.At("actions"), v1::CATALOG_FAULT_REASON_CONTRADICTION,
               "stand beside the origin ABSENT; remove them or correct the origin");
  }
  if (!absent && path.actions().empty()) {
    faults.Add(place.At("actions"), v1::CATALOG_FAULT_REASON_MISSING,
               "is empty; add the actions, or set the origin to ABSENT");
  }
}

void CheckResource(const v1::Resource& resource, const Place& place, FaultList& faults) {
  const bool absent = resource.origin() == v1::FACT_ORIGIN_ABSENT;
  if (absent && resource.has_uri()) {
    faults.Add(place.At("uri"), v1::CATALOG_FAULT_REASON_CONTRADICTION,
               "stands beside the origin ABSENT; remove it or correct the origin");
  }
  if (!absent && !resource.has_uri()) {
    faults.Add(place.At("uri"), v1::CATALOG_FAULT_REASON_MISSING,
               "is absent; add the address, or set the origin to ABSENT");
  }
}

bool IsRequired(const v1::Permission& permission) {
  return permission.level() == v1::PERMISSION_LEVEL_REQUIRED;
}

}  // namespace

void CheckStructure(const v1::Catalog& catalog, const Place& place, FaultList& faults) {
  CheckPresentedOnce(catalog, v1::STEP_CONTENT_FORM, "form", place, faults);
  CheckPresentedOnce(catalog, v1::STEP_CONTENT_PERMISSIONS, "permissions", place, faults);
  for (int i = 0; i < catalog.steps_size(); ++i) {
    if (!catalog.steps(i).has_path()) continue;
    CheckPath(catalog.steps(i).path(), place.At("steps", i).At("path"), faults);
  }
  for (int i = 0; i < catalog.resources_size(); ++i) {
    CheckResource(catalog.resources(i), place.At("resources", i), faults);
  }
  const auto& permissions = catalog.permissions();
  if (!permissions.empty() && std::none_of(permissions.begin(), permissions.end(), IsRequired)) {
    faults.Add(place.At("permissions"), v1::CATALOG_FAULT_REASON_MISSING,
               "has no REQUIRED permission; at least one must be");
  }
}

}  // namespace linkstat::catalog
