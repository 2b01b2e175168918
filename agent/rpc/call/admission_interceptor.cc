#include "agent/rpc/call/admission_interceptor.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "agent/base/error.h"
#include "agent/base/status_macros.h"

namespace linkstat::rpc {
namespace {

absl::Status TooLarge(size_t most) {
  return MakeError(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_REQUEST_TOO_LARGE,
                   absl::StrCat("the request is larger than ", most, " bytes"));
}

}  // namespace

absl::Status AdmissionInterceptor::Admit(Call& call, size_t request_size) {
  const CallFacts& facts = call.facts();
  const MethodTraits& traits = facts.traits();
  if (request_size > traits.max_request_size) return TooLarge(traits.max_request_size);
  // Health is never refused under load.
  if (!traits.permission.has_value()) return absl::OkStatus();
  CallOrigin origin;
  if (!facts.identities.empty()) origin.caller = admission_.LoadOfCaller(facts.identities.front());
  if (traits.kind == MethodKind::kStream) {
    origin.connection = admission_.LoadOfConnection(facts.context->peer());
  }
  LINKSTAT_RETURN_IF_ERROR(admission_.Enter(traits.kind, origin));
  call.admitted() = std::move(origin);
  return absl::OkStatus();
}

void AdmissionInterceptor::End(Call& call) {
  if (!call.admitted().has_value()) return;
  admission_.Leave(call.facts().traits().kind, *call.admitted());
}

}  // namespace linkstat::rpc
