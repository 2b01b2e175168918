#ifndef LINKSTAT_AGENT_RPC_STREAM_STREAM_LIST_H_
#define LINKSTAT_AGENT_RPC_STREAM_STREAM_LIST_H_

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "agent/rpc/stream/event_stream.h"

namespace linkstat::rpc {

// The open streams of one kind, so that they can be told of changes and ended
// together. Must outlive its streams. Thread-safe.
class StreamList {
 public:
  // Opens a stream for a call. When the list has ended, the stream tells what
  // its source has and ends likewise.
  void Open(std::unique_ptr<EventSource> source, ServerCall* call);

  void WakeAll();
  void TickAll();

  // Ends every stream, also those opened from now on, with `status`.
  void EndAll(const absl::Status& status);

  // Cancels the streams that do not end within `patience` because their readers
  // do not read.
  void CancelAfter(std::chrono::milliseconds patience);

 private:
  friend class EventStream;

  // The list's reference to a stream that gRPC is done with; null when it has none.
  std::shared_ptr<EventStream> Remove(const EventStream* stream);

  // The streams as they are now; none goes away while it is in use.
  std::vector<std::shared_ptr<EventStream>> Streams() const;

  mutable std::mutex mutex_;
  std::condition_variable removed_;
  absl::flat_hash_map<const EventStream*, std::shared_ptr<EventStream>> streams_;
  absl::optional<absl::Status> end_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_STREAM_STREAM_LIST_H_
