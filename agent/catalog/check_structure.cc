#include <algorithm>

#include "absl/strings/str_cat.h"
#include "agent/catalog/validate.h"

namespace linkstat::catalog {
namespace {

// Whether the value is one that the schema has. What goes with another, which
// CheckFields reports, is unknown.
bool HasContent(const v1::Step& step) {
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
  if (found || !std::all_of(steps.begin(), steps.end(), HasContent)) return;
  faults.Add(place.At("steps"), v1::CATALOG_FAULT_REASON_MISSING,
             absl::StrCat("has no step that presents the ", what, "; exactly one must"));
}

// What is at `place` is set exactly when the origin is not ABSENT.
void CheckOrigin(v1::FactOrigin origin, bool set, const SourceLocation& place,
                 absl::string_view contradiction, absl::string_view missing, FaultList& faults) {
  if (!v1::FactOrigin_IsValid(origin) || origin == v1::FACT_ORIGIN_UNSPECIFIED) return;
  const bool absent = origin == v1::FACT_ORIGIN_ABSENT;
  if (absent && set) faults.Add(place, v1::CATALOG_FAULT_REASON_CONTRADICTION, contradiction);
  if (!absent && !set) faults.Add(place, v1::CATALOG_FAULT_REASON_MISSING, missing);
}

}  // namespace

void CheckStructure(const v1::Catalog& catalog, const SourceLocation& place, FaultList& faults) {
  CheckPresentedOnce(catalog, v1::STEP_CONTENT_FORM, "form", place, faults);
  CheckPresentedOnce(catalog, v1::STEP_CONTENT_PERMISSIONS, "permissions", place, faults);
  for (int i = 0; i < catalog.steps_size(); ++i) {
    if (!catalog.steps(i).has_path()) continue;
    const v1::NavigationPath& path = catalog.steps(i).path();
    CheckOrigin(path.origin(), !path.actions().empty(),
                place.At("steps", i).At("path").At("actions"),
                "are set although the origin is ABSENT; remove them or correct the origin",
                "is empty; add the actions, or set the origin to ABSENT", faults);
  }
  for (int i = 0; i < catalog.resources_size(); ++i) {
    const v1::Resource& resource = catalog.resources(i);
    CheckOrigin(resource.origin(), resource.has_uri(), place.At("resources", i).At("uri"),
                "is set although the origin is ABSENT; remove it or correct the origin",
                "is absent; add the address, or set the origin to ABSENT", faults);
  }
  const auto& permissions = catalog.permissions();
  if (!permissions.empty() && std::none_of(permissions.begin(), permissions.end(), MayBeRequired)) {
    faults.Add(place.At("permissions"), v1::CATALOG_FAULT_REASON_MISSING,
               "has no REQUIRED permission; at least one must be");
  }
}

}  // namespace linkstat::catalog
