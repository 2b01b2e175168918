#include "agent/rpc/catalog_service.h"

#include "agent/catalog/queries.h"
#include "agent/rpc/unary.h"

namespace linkstat::rpc {

grpc::ServerUnaryReactor* CatalogService::GetCatalog(grpc::CallbackServerContext* context,
                                                     const grpc::ByteBuffer* request,
                                                     grpc::ByteBuffer* response) {
  const CallRecord record(log_, "linkstat.v1.CatalogService/GetCatalog");
  if (!registry_->rejected().has_value() && prepared_->Current()->GetCatalog(*request, *response)) {
    return FinishOk(record, context);
  }
  return AnswerUnary<v1::GetCatalogRequest>(
      record, context, request, response,
      [this](const auto& decoded) { return catalog::GetCatalog(*registry_, decoded); });
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* CatalogService::WatchCatalog(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
  const CallRecord record(log_, "linkstat.v1.CatalogService/WatchCatalog");
  v1::WatchCatalogRequest decoded;
  absl::Status status = Decode(*request, decoded);
  if (status.ok()) status = catalog::CheckWatchCatalog(decoded);
  if (!status.ok()) return RefuseStream(record, status);
  return feed_.streams().Open(feed_.SourceFor(decoded), record, context);
}

grpc::ServerUnaryReactor* CatalogService::DiffCatalog(grpc::CallbackServerContext* context,
                                                      const grpc::ByteBuffer* request,
                                                      grpc::ByteBuffer* response) {
  return AnswerUnary<v1::DiffCatalogRequest>(
      CallRecord(log_, "linkstat.v1.CatalogService/DiffCatalog"), context, request, response,
      [this](const auto& decoded) { return catalog::DiffCatalog(*registry_, decoded); });
}

grpc::ServerUnaryReactor* CatalogService::ValidateCatalog(grpc::CallbackServerContext* context,
                                                          const grpc::ByteBuffer* request,
                                                          grpc::ByteBuffer* response) {
  return AnswerUnary<v1::ValidateCatalogRequest>(
      CallRecord(log_, "linkstat.v1.CatalogService/ValidateCatalog"), context, request, response,
      [](const auto& decoded) { return catalog::ValidateCatalog(decoded); });
}

}  // namespace linkstat::rpc
