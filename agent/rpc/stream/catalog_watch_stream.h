#ifndef LINKSTAT_AGENT_RPC_STREAM_CATALOG_WATCH_STREAM_H_
#define LINKSTAT_AGENT_RPC_STREAM_CATALOG_WATCH_STREAM_H_

#include <cstdint>
#include <map>
#include <memory>

#include "absl/time/time.h"
#include "agent/base/mutex.h"
#include "agent/catalog/registry.h"
#include "agent/rpc/stream/stream_list.h"
#include "grpcpp/support/byte_buffer.h"
#include "linkstat/v1/catalog_service.pb.h"

namespace linkstat::rpc {

// The CatalogChange messages as bytes, each made once for all streams. As many are
// kept as the registry keeps versions. Thread-safe.
class EncodedChanges {
 public:
  // Shares its bytes with every other buffer of the same version.
  grpc::ByteBuffer Get(const catalog::Registry::Version& version) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  Mutex mutex_;
  std::map<uint64_t, grpc::ByteBuffer> by_number_ ABSL_GUARDED_BY(mutex_);
};

// The WatchCatalog streams. One thread sends them changes and keep-alives. Thread-safe.
class CatalogWatchStream {
 public:
  // No stream is silent for longer than `keep_alive`. `registry` must outlive this.
  CatalogWatchStream(catalog::Registry* registry, absl::Duration keep_alive);

  // What a stream for `request` sends.
  std::unique_ptr<EventSource> SourceFor(const v1::WatchCatalogRequest& request);

  StreamList& streams() { return streams_; }

 private:
  catalog::Registry* const registry_;
  EncodedChanges changes_;
  StreamList streams_;
  const std::unique_ptr<catalog::Registry::Subscription> subscription_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_STREAM_CATALOG_WATCH_STREAM_H_
