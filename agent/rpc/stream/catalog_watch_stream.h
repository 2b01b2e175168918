#ifndef LINKSTAT_AGENT_RPC_STREAM_CATALOG_WATCH_STREAM_H_
#define LINKSTAT_AGENT_RPC_STREAM_CATALOG_WATCH_STREAM_H_

#include <memory>

#include "absl/time/time.h"
#include "agent/catalog/registry.h"
#include "agent/rpc/stream/encoded_changes.h"
#include "agent/rpc/stream/keep_alive_timer.h"
#include "agent/rpc/stream/stream_list.h"
#include "linkstat/v1/catalog_service.pb.h"

namespace linkstat::rpc {

// Tells the WatchCatalog streams of changes, and that they are alive. One
// thread serves them all. Thread-safe.
class CatalogWatchStream {
 public:
  // No stream is silent for longer than `keep_alive`. `registry` must outlive
  // the feed.
  CatalogWatchStream(catalog::Registry* registry, absl::Duration keep_alive);

  // What a stream for `request` has to tell.
  std::unique_ptr<EventSource> SourceFor(const v1::WatchCatalogRequest& request);

  StreamList& streams() { return streams_; }

 private:
  catalog::Registry* const registry_;
  EncodedChanges changes_;
  StreamList streams_;
  KeepAliveTimer pacer_;
  const std::unique_ptr<catalog::Registry::Subscription> subscription_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_STREAM_CATALOG_WATCH_STREAM_H_
