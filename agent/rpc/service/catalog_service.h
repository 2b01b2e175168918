#ifndef LINKSTAT_AGENT_RPC_SERVICE_CATALOG_SERVICE_H_
#define LINKSTAT_AGENT_RPC_SERVICE_CATALOG_SERVICE_H_

#include "absl/time/time.h"
#include "agent/base/executor.h"
#include "agent/catalog/registry.h"
#include "agent/rpc/service/method_handlers.h"
#include "agent/rpc/service/served_snapshot.h"
#include "agent/rpc/stream/catalog_watch_stream.h"
#include "linkstat/v1/catalog_service.pb.h"

namespace linkstat::rpc {

// CatalogService. Large catalogs are parsed on an executor. Thread-safe.
class CatalogService {
 public:
  // All pointers must outlive the service; `snapshots` are those of the registry.
  // `keep_alive` is how long a WatchCatalog stream may be silent.
  CatalogService(catalog::Registry* registry, ServedSnapshots* snapshots, Executor* executor,
                 absl::Duration keep_alive)
      : registry_(registry),
        snapshots_(snapshots),
        executor_(executor),
        watches_(registry, keep_alive) {}

  void AddTo(MethodHandlers& handlers);

  // The WatchCatalog streams.
  StreamList& streams() { return watches_.streams(); }

 private:
  void GetCatalog(ServerCall* call) const;
  void WatchCatalog(ServerCall* call);

  const catalog::Registry* const registry_;
  ServedSnapshots* const snapshots_;
  Executor* const executor_;
  CatalogWatchStream watches_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_SERVICE_CATALOG_SERVICE_H_
