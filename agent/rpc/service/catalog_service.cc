#include "agent/rpc/service/catalog_service.h"

#include "agent/catalog/queries.h"
#include "agent/rpc/service/blocking.h"
#include "agent/rpc/service/pure_call.h"

namespace linkstat::rpc {
namespace {

absl::StatusOr<v1::GetCatalogResponse> ServedCatalog(const core::Snapshot& snapshot,
                                                     const v1::GetCatalogRequest& /*request*/) {
  v1::GetCatalogResponse response;
  *response.mutable_catalog() = snapshot.catalog();
  response.set_catalog_revision(snapshot.revision());
  return response;
}

}  // namespace

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

// While no file is rejected, the catalog served depends on the snapshot alone.
void CatalogService::GetCatalog(ServerCall* call) const {
  const auto served = snapshots_->Current();
  const bool pure = call->request().Length() == 0 && !registry_->rejected().has_value();
  if (!pure) {
    return AnswerBlocking<v1::GetCatalogRequest>(executor_, call, [this](const auto& decoded) {
      return catalog::GetCatalog(*registry_, decoded);
    });
  }
  if (PureCall(Method::kGetCatalog, served.get(), call).AnswerFromCache()) {
    return call->Finish(absl::OkStatus());
  }
  if (!executor_->TryRun([call, served] {
        PureCall answered(Method::kGetCatalog, served.get(), call);
        call->Finish(answered.Answer(v1::GetCatalogRequest(), ServedCatalog));
      })) {
    call->FinishWith(ExecutorOverloaded());
  }
}

void CatalogService::WatchCatalog(ServerCall* call) {
  v1::WatchCatalogRequest decoded;
  absl::Status status = Decode(call->request(), decoded);
  if (status.ok()) status = catalog::CheckWatchCatalog(decoded);
  if (status.ok()) {
    watches_.streams().Open(watches_.SourceFor(decoded), call);
  } else {
    call->Finish(status);
  }
}

}  // namespace linkstat::rpc
