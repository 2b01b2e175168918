#include <algorithm>

#include "absl/strings/str_cat.h"
#include "agent/catalog/checks.h"

namespace linkstat::catalog {
namespace {

// Whether a value is one that the schema has. What goes with another, which
// CheckFields reports, is unknown.
bool IsTold(v1::FactOrigin origin) {
  return v1::FactOrigin_IsValid(origin) && origin != v1::FACT_ORIGIN_UNSPECIFIED;
}
bool TellsContent(const v1::Step& step) {
  return v1::StepContent_IsValid(step.content()) && step.content() != v1::STEP_CONTENT_UNSPECIFIED;
}
bool MayBeRequired(const v1::Permission& permission) {
  return permission.level() != v1::PERMISSION_LEVEL_OPTIONAL;
}

// Exactly one step presents `content`, called `what`.
void CheckPresentedOnce(const v1::Catalog& catalog, v1::StepContent content, absl::string_view what,
                        const SourceLocation& place, FaultList& faults) {
  bool found = false;
  for (int i = 0; i < catalog.steps_size(); ++i) {
    if (catalog.steps(i).content() != content) continue;
    if (found) {
      faults.Add(place.At("steps", i).At("content"), v1::CATALOG_FAULT_REASON_CONTRADICTION,
                 absl::StrCat("presents the ", what, " a second time; exactly one step does"));
    }
    found = true;
  }
  const auto& steps = catalog.steps();
  if (found || !std::all_of(steps.begin(), steps.end(), TellsContent)) return;
  faults.Add(place.At("steps"), v1::CATALOG_FAULT_REASON_MISSING,
             absl::StrCat("has no step that presents the ", what, "; exactly one must"));
}

void CheckPath(const v1::NavigationPath& path, const SourceLocation& place, FaultList& faults) {
  if (!IsTold(path.origin())) return;
  const bool absent = path.origin() == v1::FACT_ORIGIN_ABSENT;
  if (absent && !path.actions().empty()) {
    faults.Add(place.At("actions"), v1::CATALOG_FAULT_REASON_CONTRADICTION,
               "are set although the origin is ABSENT; remove them or correct the origin");
  }
  if (!absent && path.actions().empty()) {
    faults.Add(place.At("actions"), v1::CATALOG_FAULT_REASON_MISSING,
               "is empty; add the actions, or set the origin to ABSENT");
  }
}

void CheckResource(const v1::Resource& resource, const SourceLocation& place, FaultList& faults) {
  if (!IsTold(resource.origin())) return;
  const bool absent = resource.origin() == v1::FACT_ORIGIN_ABSENT;
  if (absent && resource.has_uri()) {
    faults.Add(place.At("uri"), v1::CATALOG_FAULT_REASON_CONTRADICTION,
               "is set although the origin is ABSENT; remove it or correct the origin");
  }
  if (!absent && !resource.has_uri()) {
    faults.Add(place.At("uri"), v1::CATALOG_FAULT_REASON_MISSING,
               "is absent; add the address, or set the origin to ABSENT");
  }
}

}  // namespace

void CheckStructure(const v1::Catalog& catalog, const SourceLocation& place, FaultList& faults) {
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
  if (!permissions.empty() && std::none_of(permissions.begin(), permissions.end(), MayBeRequired)) {
    faults.Add(place.At("permissions"), v1::CATALOG_FAULT_REASON_MISSING,
               "has no REQUIRED permission; at least one must be");
  }
}

}  // namespace linkstat::catalog
