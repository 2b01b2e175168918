#ifndef LINKSTAT_AGENT_SERVICE_PREVIEW_IMPACT_H_
#define LINKSTAT_AGENT_SERVICE_PREVIEW_IMPACT_H_

#include "absl/status/statusor.h"
#include "agent/catalog/registry.h"
#include "agent/service/account_store.h"
#include "linkstat/v1/linked_account_service.pb.h"

namespace linkstat::service {

// LinkedAccountService.PreviewCatalogImpact. Thread-safe. Works on the index
// alone, at a cost that grows with the number of accounts; writers wait
// meanwhile.
class PreviewImpact {
 public:
  // Both must outlive this object.
  PreviewImpact(AccountStore* accounts, const catalog::Registry* registry)
      : accounts_(accounts), registry_(registry) {}

  absl::StatusOr<v1::PreviewCatalogImpactResponse> Run(
      const v1::PreviewCatalogImpactRequest& request) const;

 private:
  AccountStore* const accounts_;
  const catalog::Registry* const registry_;
};

}  // namespace linkstat::service

#endif  // LINKSTAT_AGENT_SERVICE_PREVIEW_IMPACT_H_
