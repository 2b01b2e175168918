#ifndef LINKSTAT_AGENT_RPC_STREAM_EVENT_STREAM_H_
#define LINKSTAT_AGENT_RPC_STREAM_EVENT_STREAM_H_

#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "agent/base/mutex.h"
#include "agent/rpc/transport/server_call.h"
#include "grpcpp/support/byte_buffer.h"

namespace linkstat::rpc {

class StreamList;

// What one stream sends. Called by its stream, one call at a time; must not call the
// stream.
class EventSource {
 public:
  virtual ~EventSource() = default;

  // The next message; absent when there is none now. An error ends the stream.
  virtual absl::StatusOr<std::optional<grpc::ByteBuffer>> Next() = 0;

  // The message for a stream that was silent for long; absent when none is
  // needed.
  virtual std::optional<grpc::ByteBuffer> KeepAlive() { return std::nullopt; }

  // Called once, before anything else. `wake` sends what the source has, on the thread that
  // calls it. It may be called at any time, also when the stream is gone, but not from
  // within these methods.
  virtual void SetWake(const std::function<void()>& /*wake*/) {}
};

// One server-streaming call that sends a source's messages as they come, at most one in
// flight: a slow reader delays its own source and nothing else. Belongs to its StreamList
// until gRPC is done with it. Thread-safe.
class EventStream final : public StreamHandler {
 public:
  // `cancel_call` cancels the call; it runs at most until OnDone, with a lock held.
  // `list` must live until OnDone.
  EventStream(std::unique_ptr<EventSource> source, ServerCall* call,
              std::function<void()> cancel_call, StreamList* list)
      : source_(std::move(source)),
        call_(call),
        cancel_call_(std::move(cancel_call)),
        list_(list) {}

  // Gives the source a function that wakes `stream`.
  static void Connect(const std::shared_ptr<EventStream>& stream);

  // Sends what the source has.
  void Wake() ABSL_LOCKS_EXCLUDED(mutex_);

  // Called at regular intervals: a stream that sent nothing since the last tick sends the
  // source's keep-alive.
  void Tick() ABSL_LOCKS_EXCLUDED(mutex_);

  // Sends what the source still has and ends the call with `status`.
  void End(const absl::Status& status) ABSL_LOCKS_EXCLUDED(mutex_);

  // Ends the call at once; without effect on one that gRPC is done with.
  void Cancel() ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  void OnWriteDone(bool ok) override ABSL_LOCKS_EXCLUDED(mutex_);
  void OnCancel() override ABSL_LOCKS_EXCLUDED(mutex_);
  void OnDone() override ABSL_LOCKS_EXCLUDED(mutex_);

  void Pump() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Send(const grpc::ByteBuffer& message) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Close(const absl::Status& status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void CallerLeft() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::unique_ptr<EventSource> source_;
  // Gone when done_.
  ServerCall* const call_;
  const std::function<void()> cancel_call_;
  StreamList* const list_;

  Mutex mutex_;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool sent_since_tick_ ABSL_GUARDED_BY(mutex_) = false;
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
  bool done_ ABSL_GUARDED_BY(mutex_) = false;
  std::optional<absl::Status> end_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_STREAM_EVENT_STREAM_H_
