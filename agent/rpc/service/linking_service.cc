#include "agent/rpc/service/linking_service.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/status/statusor.h"
#include "agent/core/linking.h"
#include "agent/rpc/service/blocking.h"
#include "agent/rpc/service/pure_call.h"

namespace linkstat::rpc {
namespace {

// In bytes, of a batch: one that is smaller is answered within a millisecond. A few bytes
// can request a whole answer.
constexpr size_t kMaxBatchOnLoop = 512;

template <typename Request>
bool NamesAccount(const Request& request) {
  if constexpr (requires { request.has_linked_account(); }) return request.has_linked_account();
  return false;
}

bool NamesAccount(const v1::BatchCheckPermissionsRequest& request) {
  return absl::c_any_of(request.requests(), NamesAccount<v1::CheckPermissionsRequest>);
}

}  // namespace

template <typename Request, typename Response>
void LinkingService::Answer(Method method, ServerCall* call,
                            const Functions<Request, Response>& functions) const {
  const auto served = snapshots_->Current();
  PureCall pure(method, served.get(), call);
  if (pure.AnswerFromCache()) return call->Finish(absl::OkStatus());
  Request request;
  const absl::Status status = Decode(call->request(), request);
  if (!status.ok()) return call->Finish(status);
  if (NamesAccount(request)) return AnswerOfAccount(call, std::move(request), functions);
  call->Finish(pure.Answer(request, functions.answer));
}

template <typename Request, typename Response>
void LinkingService::AnswerOfAccount(ServerCall* call, Request request,
                                     const Functions<Request, Response>& functions) const {
  const auto answer = [this, functions](const Request& decoded) {
    return (accounts_->linking().*functions.of_account)(decoded);
  };
  if (!executors_.store->TryRun([call, answer, request = std::move(request)] {
        call->Finish(AnswerRequest(call->call().notes(), request, call->response(), answer));
      })) {
    call->FinishWith(ExecutorOverloaded());
  }
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
