#include "agent/rpc/catalog_service.h"

#include "agent/catalog/queries.h"
#include "agent/rpc/unary.h"

namespace linkstat::rpc {

grpc::ServerUnaryReactor* CatalogService::GetCatalog(grpc::CallbackServerContext* context,
                                                     const grpc::ByteBuffer* request,
                                                     grpc::ByteBuffer* response) {
  Call call = gate_->Open(Method::kGetCatalog, context);
  if (call.refusal().ok() && !registry_->rejected().has_value() &&
      prepared_->Current()->GetCatalog(*request, *response)) {
    return FinishUnary(call, context);
  }
  return AnswerUnary<v1::GetCatalogRequest>(
      call, context, request, response,
      [this](const auto& decoded) { return catalog::GetCatalog(*registry_, decoded); });
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* CatalogService::WatchCatalog(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
  Call call = gate_->Open(Method::kWatchCatalog, context);
  v1::WatchCatalogRequest decoded;
  absl::Status status = call.refusal();
  if (status.ok()) status = Decode(*request, decoded);
  if (status.ok()) status = catalog::CheckWatchCatalog(decoded);
  if (!status.ok()) return RefuseStream(call, status);
  return feed_.streams().Open(feed_.SourceFor(decoded), call, context);
}

grpc::ServerUnaryReactor* CatalogService::DiffCatalog(grpc::CallbackServerContext* context,
                                                      const grpc::ByteBuffer* request,
                                                      grpc::ByteBuffer* response) {
  return AnswerUnary<v1::DiffCatalogRequest>(
      gate_->Open(Method::kDiffCatalog, context), context, request, response,
      [this](const auto& decoded) { return catalog::DiffCatalog(*registry_, decoded); });
}

grpc::ServerUnaryReactor* CatalogService::ValidateCatalog(grpc::CallbackServerContext* context,
                                                          const grpc::ByteBuffer* request,
                                                          grpc::ByteBuffer* response) {
  return AnswerUnary<v1::ValidateCatalogRequest>(
      gate_->Open(Method::kValidateCatalog, context), context, request, response,
      [](const auto& decoded) { return catalog::ValidateCatalog(decoded); });
}

}  // namespace linkstat::rpc
