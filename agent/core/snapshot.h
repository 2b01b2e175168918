#ifndef LINKSTAT_AGENT_CORE_SNAPSHOT_H_
#define LINKSTAT_AGENT_CORE_SNAPSHOT_H_

#include <memory>
#include <string>
#include <vector>

#include "agent/core/name_index.h"
#include "linkstat/v1/catalog.pb.h"

namespace linkstat::core {

// One catalog, checked, with what is needed to answer from it. Immutable and
// thread-safe: every answer is a const function of a snapshot and a request.
// Module catalog makes snapshots, from catalogs without a fault only.
class Snapshot {
 public:
  // `catalog` must be valid (agent/catalog/validate.h) and `revision` its
  // revision.
  Snapshot(v1::Catalog catalog, std::string revision);

  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

  const v1::Catalog& catalog() const { return catalog_; }
  const std::string& revision() const { return revision_; }

  // Entries 0 to permissions_size()-1 are the permissions, those after them the
  // unneeded permissions, each in catalog order.
  const NameIndex& permission_names() const { return permission_names_; }
  const NameIndex& form_field_names() const { return form_field_names_; }
  // Found by id as well.
  const NameIndex& data_domain_names() const { return data_domain_names_; }

  // The numbers of the REQUIRED permissions, ascending.
  const std::vector<int>& required_permissions() const { return required_permissions_; }
  // For each data domain, the numbers of the REQUIRED permissions that feed it,
  // ascending.
  const std::vector<std::vector<int>>& required_feeders() const { return required_feeders_; }
  // For each permission, the numbers of the data domains that it feeds,
  // ascending.
  const std::vector<std::vector<int>>& fed_domains() const { return fed_domains_; }

 private:
  v1::Catalog catalog_;
  std::string revision_;
  NameIndex permission_names_;
  NameIndex form_field_names_;
  NameIndex data_domain_names_;
  std::vector<int> required_permissions_;
  std::vector<std::vector<int>> required_feeders_;
  std::vector<std::vector<int>> fed_domains_;
};

using SnapshotPtr = std::shared_ptr<const Snapshot>;

}  // namespace linkstat::core

#endif  // LINKSTAT_AGENT_CORE_SNAPSHOT_H_
