#ifndef LINKSTAT_AGENT_RPC_CATALOG_FEED_H_
#define LINKSTAT_AGENT_RPC_CATALOG_FEED_H_

#include <memory>

#include "absl/time/time.h"
#include "agent/catalog/registry.h"
#include "agent/rpc/encoded_changes.h"
#include "agent/rpc/stream_list.h"
#include "agent/rpc/stream_pacer.h"
#include "linkstat/v1/catalog_service.pb.h"

namespace linkstat::rpc {

// Tells the WatchCatalog streams of changes, and that they are alive. One
// thread serves them all. Thread-safe.
class CatalogFeed {
 public:
  // No stream is silent for longer than `keep_alive`. `registry` must outlive
  // the feed.
  CatalogFeed(catalog::Registry* registry, absl::Duration keep_alive);

  // What a stream for `request` has to tell.
  std::unique_ptr<EventSource> SourceFor(const v1::WatchCatalogRequest& request);

  StreamList& streams() { return streams_; }

 private:
  catalog::Registry* const registry_;
  EncodedChanges changes_;
  StreamList streams_;
  StreamPacer pacer_;
  const std::unique_ptr<catalog::Registry::Subscription> subscription_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_CATALOG_FEED_H_
