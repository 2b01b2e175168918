#ifndef LINKSTAT_AGENT_RPC_STREAM_ENCODED_CHANGES_H_
#define LINKSTAT_AGENT_RPC_STREAM_ENCODED_CHANGES_H_

#include <cstdint>
#include <map>

#include "agent/base/mutex.h"
#include "agent/catalog/registry.h"
#include "grpcpp/support/byte_buffer.h"

namespace linkstat::rpc {

// The CatalogChange messages as bytes, each made once however many streams tell
// it. Keeps as many as the registry keeps versions. Thread-safe.
class EncodedChanges {
 public:
  // Shares its bytes with every other buffer of the same version.
  grpc::ByteBuffer Get(const catalog::Registry::Version& version) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  Mutex mutex_;
  std::map<uint64_t, grpc::ByteBuffer> by_number_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_STREAM_ENCODED_CHANGES_H_
