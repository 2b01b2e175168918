#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "agent/base/error.h"
#include "agent/base/status_macros.h"
#include "agent/core/answer_parts.h"
#include "agent/core/bounds.h"
#include "agent/core/linking.h"
#include "agent/core/request_checks.h"
#include "agent/core/text.h"

namespace linkstat::core {
namespace {

absl::Status CheckRequest(const Snapshot& snapshot, const v1::FindRequirementsRequest& request) {
  FieldFaults faults;
  std::optional<std::string> fault = LineFault(request.data_domain(), kMaxNameSize);
  if (fault.has_value()) faults.Add("data_domain", *std::move(fault));
  CheckViewAndRevision(request, faults);
  LINKSTAT_RETURN_IF_ERROR(faults.ToStatus());
  return CheckExpectedRevision(snapshot, request);
}

absl::Status DomainNotFound(const NameIndex& domains, absl::string_view name) {
  ErrorMetadata metadata;
  const std::vector<int> nearest = domains.Nearest(name, kMaxSuggestions);
  if (!nearest.empty()) {
    const auto append_id = [&](std::string* out, int entry) {
      *out += domains.entries()[entry].id;
    };
    metadata.emplace_back("nearest_ids", absl::StrJoin(nearest, ",", append_id));
  }
  return MakeError(absl::StatusCode::kNotFound, v1::ERROR_REASON_DATA_DOMAIN_NOT_FOUND,
                   "the catalog has no data domain of this name", metadata);
}

}  // namespace

absl::StatusOr<v1::FindRequirementsResponse> FindRequirements(
    const Snapshot& snapshot, const v1::FindRequirementsRequest& request) {
  LINKSTAT_RETURN_IF_ERROR(CheckRequest(snapshot, request));
  const NameIndex& domains = snapshot.data_domain_names();
  const std::optional<NameHit> hit = domains.Find(request.data_domain());
  if (!hit.has_value()) return DomainNotFound(domains, request.data_domain());

  v1::FindRequirementsResponse response;
  *response.mutable_data_domain() = snapshot.catalog().data_domains(hit->entry);
  for (int i = 0; i < snapshot.catalog().permissions_size(); ++i) {
    const std::vector<int>& fed = snapshot.fed_domains()[i];
    if (!std::binary_search(fed.begin(), fed.end(), hit->entry)) continue;
    *response.add_permissions() = MakeGuidePermission(snapshot, i, request.view());
  }
  response.set_catalog_revision(snapshot.revision());
  return response;
}

}  // namespace linkstat::core
