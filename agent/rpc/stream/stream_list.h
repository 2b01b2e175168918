#ifndef LINKSTAT_AGENT_RPC_STREAM_STREAM_LIST_H_
#define LINKSTAT_AGENT_RPC_STREAM_STREAM_LIST_H_

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "agent/base/deadline.h"
#include "agent/base/mutex.h"
#include "agent/base/periodic_thread.h"
#include "agent/rpc/stream/event_stream.h"

namespace linkstat::rpc {

// The open streams of one kind, which are woken, kept alive and ended together. Must
// outlive its streams. Thread-safe.
class StreamList {
 public:
  // Streams may be silent.
  StreamList() = default;

  // No stream is silent for longer than `keep_alive`. One thread serves them all.
  explicit StreamList(absl::Duration keep_alive);

  // Opens a stream for a call. When the list has ended, the stream sends what
  // its source has and ends likewise.
  void Open(std::unique_ptr<EventSource> source, ServerCall* call) ABSL_LOCKS_EXCLUDED(mutex_);

  void WakeAll();
  void TickAll();

  // Has the thread that keeps the streams alive wake them all. Returns at once.
  void WakeSoon() { keep_alive_->Wake(); }

  // Ends every stream, also those opened from now on, with `status`.
  void EndAll(const absl::Status& status) ABSL_LOCKS_EXCLUDED(mutex_);

  // Cancels the streams that do not end within `patience` because their readers
  // do not read.
  void CancelAfter(std::chrono::milliseconds patience) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  friend class EventStream;

  // The list's reference to a stream that gRPC is done with; null when it has none.
  std::shared_ptr<EventStream> Remove(const EventStream* stream) ABSL_LOCKS_EXCLUDED(mutex_);

  // The streams as they are now; none goes away while it is in use.
  std::vector<std::shared_ptr<EventStream>> Streams() const ABSL_LOCKS_EXCLUDED(mutex_);

  mutable Mutex mutex_;
  CondVar removed_;
  absl::flat_hash_map<const EventStream*, std::shared_ptr<EventStream>> streams_
      ABSL_GUARDED_BY(mutex_);
  std::optional<absl::Status> end_ ABSL_GUARDED_BY(mutex_);
  // Of the thread.
  SteadyTime next_tick_;
  // The last member: it uses the others.
  std::optional<PeriodicThread> keep_alive_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_STREAM_STREAM_LIST_H_
