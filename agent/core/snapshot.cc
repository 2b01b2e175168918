#include "agent/core/snapshot.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"

namespace linkstat::core {
namespace {

template <typename Entries>
void AppendNames(const Entries& entries, std::vector<NamedEntry>& names) {
  for (const auto& entry : entries) {
    names.push_back({entry.id(), entry.label(), {entry.aliases().begin(), entry.aliases().end()}});
  }
}

template <typename Entries>
std::vector<NamedEntry> NamesOf(const Entries& entries) {
  std::vector<NamedEntry> names;
  AppendNames(entries, names);
  return names;
}

std::vector<NamedEntry> PermissionNames(const v1::Catalog& catalog) {
  std::vector<NamedEntry> names = NamesOf(catalog.permissions());
  AppendNames(catalog.unneeded_permissions(), names);
  return names;
}

std::vector<int> RequiredPermissions(const v1::Catalog& catalog) {
  std::vector<int> required;
  for (int i = 0; i < catalog.permissions_size(); ++i) {
    if (catalog.permissions(i).level() == v1::PERMISSION_LEVEL_REQUIRED) required.push_back(i);
  }
  return required;
}

std::vector<std::vector<int>> FedDomains(const v1::Catalog& catalog) {
  absl::flat_hash_map<std::string, int> number_of;
  for (int i = 0; i < catalog.data_domains_size(); ++i) number_of[catalog.data_domains(i).id()] = i;
  std::vector<std::vector<int>> fed(catalog.permissions_size());
  for (int i = 0; i < catalog.permissions_size(); ++i) {
    for (const std::string& id : catalog.permissions(i).data_domain_ids()) {
      fed[i].push_back(number_of.at(id));
    }
    std::sort(fed[i].begin(), fed[i].end());
  }
  return fed;
}

std::vector<std::vector<int>> FeedersOf(int domains, const std::vector<int>& permissions,
                                        const std::vector<std::vector<int>>& fed_domains) {
  std::vector<std::vector<int>> feeders(domains);
  for (int permission : permissions) {
    for (int domain : fed_domains[permission]) feeders[domain].push_back(permission);
  }
  return feeders;
}

}  // namespace

Snapshot::Snapshot(v1::Catalog catalog, std::string revision)
    : catalog_(std::move(catalog)),
      revision_(std::move(revision)),
      permission_names_(PermissionNames(catalog_)),
      form_field_names_(NamesOf(catalog_.form_fields())),
      data_domain_names_(NamesOf(catalog_.data_domains()), NameIndex::Names::kLabelsAndIds),
      required_permissions_(RequiredPermissions(catalog_)),
      fed_domains_(FedDomains(catalog_)) {
  required_feeders_ = FeedersOf(catalog_.data_domains_size(), required_permissions_, fed_domains_);
}

}  // namespace linkstat::core
