#include "agent/rpc/service/catalog_service.h"

#include "agent/catalog/queries.h"
#include "agent/rpc/service/blocking.h"

namespace linkstat::rpc {

void CatalogService::AddTo(MethodHandlers& handlers) {
  handlers.Add(Method::kGetCatalog, [this](ServerCall* call) { GetCatalog(call); });
  handlers.Add(Method::kWatchCatalog, [this](ServerCall* call) { WatchCatalog(call); });
  handlers.Add(Method::kDiffCatalog, [this](ServerCall* call) {
    // Also of an empty request the catalog served is one side.
    AnswerBlocking<v1::DiffCatalogRequest>(executor_, call, [this](const auto& decoded) {
      return catalog::DiffCatalog(*registry_, decoded);
    });
  });
  handlers.Add(Method::kValidateCatalog, [this](ServerCall* call) {
    AnswerBySize<v1::ValidateCatalogRequest>(
        executor_, call, [](const auto& decoded) { return catalog::ValidateCatalog(decoded); });
  });
}

void CatalogService::GetCatalog(ServerCall* call) const {
  const auto prepared = prepared_->Current();
  if (prepared != nullptr && !registry_->rejected().has_value() &&
      prepared->GetCatalog(call->request(), call->response())) {
    call->Finish(absl::OkStatus());
    return;
  }
  AnswerBlocking<v1::GetCatalogRequest>(executor_, call, [this](const auto& decoded) {
    return catalog::GetCatalog(*registry_, decoded);
  });
}

void CatalogService::WatchCatalog(ServerCall* call) {
  v1::WatchCatalogRequest decoded;
  absl::Status status = Decode(call->request(), decoded);
  if (status.ok()) status = catalog::CheckWatchCatalog(decoded);
  if (status.ok()) {
    feed_.streams().Open(feed_.SourceFor(decoded), call);
  } else {
    call->Finish(status);
  }
}

}  // namespace linkstat::rpc
