#include <string>

#include "agent/catalog/checks.h"
#include "agent/catalog/distinct.h"

namespace linkstat::catalog {
namespace {

// An empty id is a fault that CheckFields reports.
void AddId(const std::string& id, const SourceLocation& place, Distinct& ids) {
  if (!id.empty()) ids.Add(id, place);
}

template <typename Entries>
void AddIds(const Entries& entries, const SourceLocation& holder, absl::string_view list,
            Distinct& ids) {
  for (int i = 0; i < entries.size(); ++i) {
    AddId(entries[i].id(), holder.At(list, i).At("id"), ids);
  }
}

template <typename Entries>
void CheckIds(const Entries& entries, const SourceLocation& holder, absl::string_view list,
              FaultList& faults) {
  Distinct ids(faults);
  AddIds(entries, holder, list, ids);
}

template <typename References>
void CheckReferenceList(const References& references, const SourceLocation& holder,
                        absl::string_view list, FaultList& faults) {
  Distinct ids(faults);
  for (int i = 0; i < references.size(); ++i) AddId(references[i], holder.At(list, i), ids);
}

void CheckTopLists(const v1::Catalog& catalog, const SourceLocation& place, FaultList& faults) {
  CheckIds(catalog.prerequisites(), place, "prerequisites", faults);
  CheckIds(catalog.steps(), place, "steps", faults);
  CheckIds(catalog.form_fields(), place, "form_fields", faults);
  CheckIds(catalog.data_domains(), place, "data_domains", faults);
  CheckIds(catalog.notes(), place, "notes", faults);
  CheckIds(catalog.resources(), place, "resources", faults);
  Distinct permissions(faults);
  AddIds(catalog.permissions(), place, "permissions", permissions);
  AddIds(catalog.unneeded_permissions(), place, "unneeded_permissions", permissions);
}

void CheckNestedLists(const v1::Catalog& catalog, const SourceLocation& place, FaultList& faults) {
  CheckIds(catalog.provenance().sources(), place.At("provenance"), "sources", faults);
  for (int i = 0; i < catalog.prerequisites_size(); ++i) {
    CheckIds(catalog.prerequisites(i).any_of(), place.At("prerequisites", i), "any_of", faults);
  }
  for (int i = 0; i < catalog.form_fields_size(); ++i) {
    CheckIds(catalog.form_fields(i).parts(), place.At("form_fields", i), "parts", faults);
  }
}

void CheckReferenceLists(const v1::Catalog& catalog, const SourceLocation& place,
                         FaultList& faults) {
  for (int i = 0; i < catalog.permissions_size(); ++i) {
    CheckReferenceList(catalog.permissions(i).data_domain_ids(), place.At("permissions", i),
                       "data_domain_ids", faults);
  }
  CheckReferenceList(catalog.transition_rule().form_field_ids(), place.At("transition_rule"),
                     "form_field_ids", faults);
}

}  // namespace

void CheckIdentifiers(const v1::Catalog& catalog, const SourceLocation& place, FaultList& faults) {
  CheckTopLists(catalog, place, faults);
  CheckNestedLists(catalog, place, faults);
  CheckReferenceLists(catalog, place, faults);
}

}  // namespace linkstat::catalog
