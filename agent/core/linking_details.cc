#include <string>
#include <vector>

#include "agent/base/error.h"
#include "agent/base/status_macros.h"
#include "agent/core/answer_parts.h"
#include "agent/core/linking.h"
#include "agent/core/render.h"
#include "agent/core/request_checks.h"

namespace linkstat::core {
namespace {

using Request = v1::GetLinkingDetailsRequest;
using Response = v1::GetLinkingDetailsResponse;

Response MakeDetails(const Snapshot& snapshot, const Request& request, v1::View view) {
  const v1::Catalog& catalog = snapshot.catalog();
  Response details;
  *details.mutable_provider() = catalog.provider();
  *details.mutable_auth_method() = catalog.auth_method();
  *details.mutable_prerequisites() = catalog.prerequisites();
  *details.mutable_steps() = catalog.steps();
  for (const v1::FormField& field : catalog.form_fields()) {
    *details.add_form_fields() = MakeGuideField(field, request.identity(), view);
  }
  for (int i = 0; i < catalog.permissions_size(); ++i) {
    *details.add_permissions() = MakeGuidePermission(snapshot, i, view);
  }
  if (request.transitioning() && catalog.has_transition_rule()) {
    *details.mutable_transition_rule() = catalog.transition_rule();
  }
  if (view == v1::VIEW_FULL) *details.mutable_notes() = catalog.notes();
  details.set_catalog_revision(snapshot.revision());
  return details;
}

}  // namespace

absl::Status CheckRequest(const Snapshot& snapshot, const Request& request) {
  FieldFaults faults;
  CheckIdentity(request.identity(), "identity", faults);
  if (request.has_linked_account()) {
    std::vector<std::string> others;
    if (request.transitioning()) others.emplace_back("transitioning");
    CheckLinkedAccount(request.linked_account(), others, faults);
  }
  if (!v1::Render_IsValid(request.render())) faults.Add("render", "is not a value of Render");
  CheckViewAndRevision(request, faults);
  LINKSTAT_RETURN_IF_ERROR(faults.ToStatus());
  return CheckExpectedRevision(snapshot, request);
}

absl::StatusOr<Response> GetLinkingDetails(const Snapshot& snapshot, const Request& request) {
  LINKSTAT_RETURN_IF_ERROR(CheckRequest(snapshot, request));
  if (request.has_linked_account()) return NoLinkedAccountsKept();
  return StoredLinkingDetails(snapshot, request);
}

absl::StatusOr<Response> StoredLinkingDetails(const Snapshot& snapshot, const Request& request) {
  Response details = MakeDetails(snapshot, request, request.view());
  if (request.render() != v1::RENDER_UNSPECIFIED) {
    *details.mutable_document() =
        RenderGuide(MakeDetails(snapshot, request, v1::VIEW_FULL), request.render());
  }
  return details;
}

}  // namespace linkstat::core
