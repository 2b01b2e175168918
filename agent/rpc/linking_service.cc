#include "agent/rpc/linking_service.h"

#include <algorithm>

#include "absl/status/statusor.h"
#include "agent/core/linking.h"
#include "agent/rpc/blocking.h"

namespace linkstat::rpc {
namespace {

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
grpc::ServerUnaryReactor* LinkingService::Answer(
    Call call, grpc::CallbackServerContext* context, const grpc::ByteBuffer* request_bytes,
    grpc::ByteBuffer* response_bytes,
    absl::StatusOr<Response> (*answer)(const core::Snapshot&, const Request&),
    absl::StatusOr<Response> (service::AccountLinking::*of_account)(const Request&) const) {
  const auto from_served = FromServed(*registry_, answer);
  if (accounts_ == nullptr) {
    return AnswerUnary<Request>(call, context, request_bytes, response_bytes, from_served);
  }
  return AnswerWhereFit<Request>(executor_, call, context, request_bytes, response_bytes,
                                 NamesAccount, from_served,
                                 [this, of_account](const Request& request) {
                                   return (accounts_->linking().*of_account)(request);
                                 });
}

void LinkingService::NoteRevision(const PreparedAnswers& prepared, Call& call) const {
  if (gate_->AuditsDecisions()) call.notes().revision = prepared.snapshot()->revision();
}

grpc::ServerUnaryReactor* LinkingService::CheckPermissions(grpc::CallbackServerContext* context,
                                                           const grpc::ByteBuffer* request,
                                                           grpc::ByteBuffer* response) {
  Call call = gate_->Open(Method::kCheckPermissions, context);
  const auto prepared = prepared_->Current();
  if (call.refusal().ok() &&
      prepared->CheckPermissions(*request, *response, call.notes().decisions)) {
    NoteRevision(*prepared, call);
    return FinishUnary(call, context);
  }
  return Answer<v1::CheckPermissionsRequest, v1::CheckPermissionsResponse>(
      call, context, request, response, core::CheckPermissions,
      &service::AccountLinking::CheckPermissions);
}

grpc::ServerUnaryReactor* LinkingService::BatchCheckPermissions(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  Call call = gate_->Open(Method::kBatchCheckPermissions, context);
  const auto prepared = prepared_->Current();
  if (call.refusal().ok() &&
      prepared->BatchCheckPermissions(*request, *response, call.notes().decisions)) {
    NoteRevision(*prepared, call);
    return FinishUnary(call, context);
  }
  return Answer<v1::BatchCheckPermissionsRequest, v1::BatchCheckPermissionsResponse>(
      call, context, request, response, core::BatchCheckPermissions,
      &service::AccountLinking::BatchCheckPermissions);
}

grpc::ServerUnaryReactor* LinkingService::CheckServiceAccount(grpc::CallbackServerContext* context,
                                                              const grpc::ByteBuffer* request,
                                                              grpc::ByteBuffer* response) {
  return Answer<v1::CheckServiceAccountRequest, v1::CheckServiceAccountResponse>(
      gate_->Open(Method::kCheckServiceAccount, context), context, request, response,
      core::CheckServiceAccount, &service::AccountLinking::CheckServiceAccount);
}

grpc::ServerUnaryReactor* LinkingService::GetLinkingDetails(grpc::CallbackServerContext* context,
                                                            const grpc::ByteBuffer* request,
                                                            grpc::ByteBuffer* response) {
  Call call = gate_->Open(Method::kGetLinkingDetails, context);
  if (call.refusal().ok() && prepared_->Current()->GetLinkingDetails(*request, *response)) {
    return FinishUnary(call, context);
  }
  return Answer<v1::GetLinkingDetailsRequest, v1::GetLinkingDetailsResponse>(
      call, context, request, response, core::GetLinkingDetails,
      &service::AccountLinking::GetLinkingDetails);
}

grpc::ServerUnaryReactor* LinkingService::FindRequirements(grpc::CallbackServerContext* context,
                                                           const grpc::ByteBuffer* request,
                                                           grpc::ByteBuffer* response) {
  return AnswerUnary<v1::FindRequirementsRequest>(gate_->Open(Method::kFindRequirements, context),
                                                  context, request, response,
                                                  FromServed(*registry_, core::FindRequirements));
}

}  // namespace linkstat::rpc
