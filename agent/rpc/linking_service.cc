#include "agent/rpc/linking_service.h"

#include "absl/status/statusor.h"
#include "agent/core/linking.h"
#include "agent/rpc/unary.h"

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

}  // namespace

grpc::ServerUnaryReactor* LinkingService::CheckPermissions(grpc::CallbackServerContext* context,
                                                           const grpc::ByteBuffer* request,
                                                           grpc::ByteBuffer* response) {
  return AnswerUnary<v1::CheckPermissionsRequest>(
      CallRecord(log_, "linkstat.v1.LinkingService/CheckPermissions"), context, request, response,
      FromServed(*registry_, core::CheckPermissions));
}

grpc::ServerUnaryReactor* LinkingService::BatchCheckPermissions(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return AnswerUnary<v1::BatchCheckPermissionsRequest>(
      CallRecord(log_, "linkstat.v1.LinkingService/BatchCheckPermissions"), context, request,
      response, FromServed(*registry_, core::BatchCheckPermissions));
}

grpc::ServerUnaryReactor* LinkingService::CheckServiceAccount(grpc::CallbackServerContext* context,
                                                              const grpc::ByteBuffer* request,
                                                              grpc::ByteBuffer* response) {
  return AnswerUnary<v1::CheckServiceAccountRequest>(
      CallRecord(log_, "linkstat.v1.LinkingService/CheckServiceAccount"), context, request,
      response, FromServed(*registry_, core::CheckServiceAccount));
}

grpc::ServerUnaryReactor* LinkingService::GetLinkingDetails(grpc::CallbackServerContext* context,
                                                            const grpc::ByteBuffer* request,
                                                            grpc::ByteBuffer* response) {
  return AnswerUnary<v1::GetLinkingDetailsRequest>(
      CallRecord(log_, "linkstat.v1.LinkingService/GetLinkingDetails"), context, request, response,
      FromServed(*registry_, core::GetLinkingDetails));
}

grpc::ServerUnaryReactor* LinkingService::FindRequirements(grpc::CallbackServerContext* context,
                                                           const grpc::ByteBuffer* request,
                                                           grpc::ByteBuffer* response) {
  return AnswerUnary<v1::FindRequirementsRequest>(
      CallRecord(log_, "linkstat.v1.LinkingService/FindRequirements"), context, request, response,
      FromServed(*registry_, core::FindRequirements));
}

}  // namespace linkstat::rpc
