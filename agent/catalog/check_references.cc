#include <string>

#include "absl/container/flat_hash_set.h"
#include "agent/catalog/validate.h"

namespace linkstat::catalog {
namespace {

using IdSet = absl::flat_hash_set<std::string>;

template <typename Entries>
IdSet IdsOf(const Entries& entries) {
  IdSet ids;
  for (const auto& entry : entries) ids.insert(entry.id());
  return ids;
}

// An empty reference is a fault that CheckFields reports.
template <typename References>
void CheckList(const References& references, const IdSet& known, const SourceLocation& holder,
               absl::string_view list, absl::string_view message, FaultList& faults) {
  for (int i = 0; i < references.size(); ++i) {
    if (references[i].empty() || known.contains(references[i])) continue;
    faults.Add(holder.At(list, i), v1::CATALOG_FAULT_REASON_UNKNOWN_REFERENCE, message);
  }
}

void CheckEveryDomainIsFed(const v1::Catalog& catalog, const SourceLocation& place,
                           FaultList& faults) {
  IdSet fed;
  for (const auto& permission : catalog.permissions()) {
    fed.insert(permission.data_domain_ids().begin(), permission.data_domain_ids().end());
  }
  for (int i = 0; i < catalog.data_domains_size(); ++i) {
    const std::string& id = catalog.data_domains(i).id();
    if (id.empty() || fed.contains(id)) continue;
    faults.Add(place.At("data_domains", i), v1::CATALOG_FAULT_REASON_MISSING,
               "is fed by no permission; name it in a permission's data_domain_ids or remove it");
  }
}

}  // namespace

void CheckReferences(const v1::Catalog& catalog, const SourceLocation& place, FaultList& faults) {
  const IdSet domains = IdsOf(catalog.data_domains());
  for (int i = 0; i < catalog.permissions_size(); ++i) {
    CheckList(catalog.permissions(i).data_domain_ids(), domains, place.At("permissions", i),
              "data_domain_ids", "is the id of no data domain; correct it or add the domain",
              faults);
  }
  CheckList(catalog.transition_rule().form_field_ids(), IdsOf(catalog.form_fields()),
            place.At("transition_rule"), "form_field_ids",
            "is the id of no form field; correct it or add the field", faults);
  CheckEveryDomainIsFed(catalog, place, faults);
}

}  // namespace linkstat::catalog
