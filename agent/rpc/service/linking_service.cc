#include "agent/rpc/service/linking_service.h"

#include <algorithm>

#include "absl/status/statusor.h"
#include "agent/core/linking.h"
#include "agent/rpc/service/blocking.h"
#include "agent/rpc/service/pure_call.h"

namespace linkstat::rpc {
namespace {

// In bytes, of a batch: one that is smaller is answered within a millisecond. A few
// bytes can ask for a whole answer.
constexpr size_t kMaxBatchOnLoop = 512;

template <typename Request>
bool NamesAccount(const Request& request) {
  return request.has_linked_account();
}

bool NamesAccount(const v1::BatchCheckPermissionsRequest& request) {
  return std::any_of(request.requests().begin(), request.requests().end(),
                     NamesAccount<v1::CheckPermissionsRequest>);
}

bool NamesAccount(const v1::FindRequirementsRequest& /*request*/) { return false; }

}  // namespace

template <typename Request, typename Response>
void LinkingService::Answer(Method method, ServerCall* call,
                            const Functions<Request, Response>& functions) const {
  const auto served = snapshots_->Current();
  PureCall pure(method, served.get(), call);
  if (pure.AnswerFromCache()) return call->Finish(absl::OkStatus());
  Request request;
  absl::Status status = Decode(call->request(), request);
  if (status.ok() && accounts_ != nullptr && NamesAccount(request)) {
    return AnswerBlocking<Request>(executors_.store, call, [=, this](const Request& decoded) {
      return (accounts_->linking().*functions.of_account)(decoded);
    });
  }
  if (status.ok()) status = pure.Answer(request, functions.answer);
  call->Finish(status);
}

template <typename Request, typename Response>
void LinkingService::Add(Method method, const Functions<Request, Response>& functions,
                         MethodHandlers& handlers) {
  const size_t on_loop = method == Method::kBatchCheckPermissions ? kMaxBatchOnLoop : kMaxOnLoop;
  handlers.Add(method, [=, this](ServerCall* call) {
    if (call->request().Length() <= on_loop) {
      Answer(method, call, functions);
    } else if (!executors_.compute->TryRun([=, this] { Answer(method, call, functions); })) {
      call->FinishWith(ExecutorOverloaded());
    }
  });
}

void LinkingService::AddTo(MethodHandlers& handlers) {
  using service::AccountLinking;
  Add<v1::CheckPermissionsRequest, v1::CheckPermissionsResponse>(
      Method::kCheckPermissions, {core::CheckPermissions, &AccountLinking::CheckPermissions},
      handlers);
  Add<v1::BatchCheckPermissionsRequest, v1::BatchCheckPermissionsResponse>(
      Method::kBatchCheckPermissions,
      {core::BatchCheckPermissions, &AccountLinking::BatchCheckPermissions}, handlers);
  Add<v1::CheckServiceAccountRequest, v1::CheckServiceAccountResponse>(
      Method::kCheckServiceAccount,
      {core::CheckServiceAccount, &AccountLinking::CheckServiceAccount}, handlers);
  Add<v1::GetLinkingDetailsRequest, v1::GetLinkingDetailsResponse>(
      Method::kGetLinkingDetails, {core::GetLinkingDetails, &AccountLinking::GetLinkingDetails},
      handlers);
  Add<v1::FindRequirementsRequest, v1::FindRequirementsResponse>(
      Method::kFindRequirements, {core::FindRequirements, nullptr}, handlers);
}

}  // namespace linkstat::rpc
