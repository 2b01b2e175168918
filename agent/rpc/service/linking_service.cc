#include "agent/rpc/service/linking_service.h"

#include <algorithm>

#include "absl/status/statusor.h"
#include "agent/core/linking.h"
#include "agent/rpc/service/blocking.h"

namespace linkstat::rpc {
namespace {

// In bytes, of a batch: one that is smaller is answered within a millisecond. A few
// bytes can ask for a whole answer.
constexpr size_t kMaxBatchOnLoop = 512;

// `answer`, one of the functions of agent/core/linking.h, on the snapshot
// served now.
template <typename Request, typename Response>
auto FromServed(const catalog::Registry& registry,
                absl::StatusOr<Response> (*answer)(const core::Snapshot&, const Request&)) {
  return [&registry, answer](const Request& request) {
    const core::SnapshotPtr snapshot = registry.Current();
    return answer(*snapshot, request);
  };
}

template <typename Request>
bool NamesAccount(const Request& request) {
  return request.has_linked_account();
}

bool NamesAccount(const v1::BatchCheckPermissionsRequest& request) {
  return std::any_of(request.requests().begin(), request.requests().end(),
                     NamesAccount<v1::CheckPermissionsRequest>);
}

}  // namespace

template <typename Request, typename Response>
void LinkingService::Answer(
    ServerCall* call, absl::StatusOr<Response> (*answer)(const core::Snapshot&, const Request&),
    absl::StatusOr<Response> (service::AccountLinking::*of_account)(const Request&) const) const {
  if (call->request().Length() <= kMaxOnLoop) {
    AnswerDecoded(call, answer, of_account);
  } else if (!executors_.compute->TryRun(
                 [this, call, answer, of_account] { AnswerDecoded(call, answer, of_account); })) {
    call->FinishWith(ExecutorOverloaded());
  }
}

template <typename Request, typename Response>
void LinkingService::AnswerDecoded(
    ServerCall* call, absl::StatusOr<Response> (*answer)(const core::Snapshot&, const Request&),
    absl::StatusOr<Response> (service::AccountLinking::*of_account)(const Request&) const) const {
  Request request;
  absl::Status status = Decode(call->request(), request);
  if (status.ok() && accounts_ != nullptr && NamesAccount(request)) {
    AnswerBlocking<Request>(executors_.store, call, [this, of_account](const Request& decoded) {
      return (accounts_->linking().*of_account)(decoded);
    });
  } else {
    if (status.ok()) {
      status = AnswerRequest(call->call().notes(), request, call->response(),
                             FromServed(*registry_, answer));
    }
    call->Finish(status);
  }
}

void LinkingService::NoteRevision(const PreparedAnswers& prepared, Call& call) const {
  if (gate_->AuditsDecisions()) call.notes().revision = prepared.snapshot()->revision();
}

void LinkingService::AddTo(MethodHandlers& handlers) {
  handlers.Add(Method::kCheckPermissions, [this](ServerCall* call) { CheckPermissions(call); });
  handlers.Add(Method::kBatchCheckPermissions,
               [this](ServerCall* call) { BatchCheckPermissions(call); });
  handlers.Add(Method::kCheckServiceAccount, [this](ServerCall* call) {
    Answer(call, core::CheckServiceAccount, &service::AccountLinking::CheckServiceAccount);
  });
  handlers.Add(Method::kGetLinkingDetails, [this](ServerCall* call) { GetLinkingDetails(call); });
  handlers.Add(Method::kFindRequirements, [this](ServerCall* call) {
    AnswerBySize<v1::FindRequirementsRequest>(executors_.compute, call,
                                              FromServed(*registry_, core::FindRequirements));
  });
}

void LinkingService::CheckPermissions(ServerCall* call) const {
  const auto prepared = prepared_->Current();
  if (prepared != nullptr && prepared->CheckPermissions(call->request(), call->response(),
                                                        call->call().notes().decisions)) {
    NoteRevision(*prepared, call->call());
    call->Finish(absl::OkStatus());
    return;
  }
  Answer(call, core::CheckPermissions, &service::AccountLinking::CheckPermissions);
}

void LinkingService::BatchCheckPermissions(ServerCall* call) const {
  if (call->request().Length() <= kMaxBatchOnLoop) {
    AnswerBatch(call);
  } else if (!executors_.compute->TryRun([this, call] { AnswerBatch(call); })) {
    call->FinishWith(ExecutorOverloaded());
  }
}

void LinkingService::AnswerBatch(ServerCall* call) const {
  const auto prepared = prepared_->Current();
  if (prepared != nullptr && prepared->BatchCheckPermissions(call->request(), call->response(),
                                                             call->call().notes().decisions)) {
    NoteRevision(*prepared, call->call());
    call->Finish(absl::OkStatus());
    return;
  }
  Answer(call, core::BatchCheckPermissions, &service::AccountLinking::BatchCheckPermissions);
}

void LinkingService::GetLinkingDetails(ServerCall* call) const {
  const auto prepared = prepared_->Current();
  if (prepared != nullptr && prepared->GetLinkingDetails(call->request(), call->response())) {
    call->Finish(absl::OkStatus());
    return;
  }
  Answer(call, core::GetLinkingDetails, &service::AccountLinking::GetLinkingDetails);
}

}  // namespace linkstat::rpc
