#ifndef LINKSTAT_AGENT_RPC_TRANSPORT_EVENT_LOOP_H_
#define LINKSTAT_AGENT_RPC_TRANSPORT_EVENT_LOOP_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>

#include "agent/base/mutex.h"
#include "agent/net/write_batch.h"
#include "agent/telemetry/log.h"
#include "agent/telemetry/metric_set.h"
#include "grpcpp/completion_queue.h"

namespace linkstat::rpc {

// The tag of an operation on a completion queue: runs on the event loop's thread
// when the operation has ended.
class Completion {
 public:
  // `ok` as grpc::CompletionQueue::Next reports it.
  virtual void Run(bool ok) = 0;

 protected:
  ~Completion() = default;
};

// Calls a member function of its owner.
template <typename Owner, void (Owner::*Member)(bool ok)>
class MemberCompletion final : public Completion {
 public:
  explicit MemberCompletion(Owner* owner) : owner_(owner) {}

  void Run(bool ok) override { (owner_->*Member)(ok); }

 private:
  Owner* const owner_;
};

// Measures for how long single steps of the agent's own code hold an event loop; what
// gRPC does in between (HTTP/2, handshakes) is not measured. Thread-safe.
class LoopWatch {
 public:
  // A step that takes longer counts as too long.
  static constexpr std::chrono::nanoseconds kBound = std::chrono::milliseconds(1);
  // From here on the log reports it as well, at most once a second.
  static constexpr std::chrono::nanoseconds kReported = std::chrono::milliseconds(50);

  // `log` must outlive the watch.
  explicit LoopWatch(const telemetry::Log* log) : log_(log) {}

  // A step has held a loop for `time`.
  void Held(std::chrono::nanoseconds time) {
    if (time > kBound) TooLong(time);
  }

  // Appends how many steps took too long, and how long the longest took.
  void Collect(telemetry::MetricFamilies& families) const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  void TooLong(std::chrono::nanoseconds time) ABSL_LOCKS_EXCLUDED(mutex_);

  const telemetry::Log* const log_;
  mutable Mutex mutex_;
  uint64_t too_long_ ABSL_GUARDED_BY(mutex_) = 0;
  std::chrono::nanoseconds longest_ ABSL_GUARDED_BY(mutex_){0};
  // When the log may report the next step.
  SteadyTime next_report_ ABSL_GUARDED_BY(mutex_);
};

// One completion queue and the one thread that serves it. Whatever runs on the
// thread must not block and must not take longer than LoopWatch::kBound: every other
// call of the loop waits for it.
class EventLoop {
 public:
  // `peers` and `watch` must outlive the loop.
  EventLoop(std::unique_ptr<grpc::ServerCompletionQueue> queue, const net::PeerTable* peers,
            LoopWatch* watch)
      : queue_(std::move(queue)), watch_(watch), writes_(peers) {}

  // Shuts the queue down and runs what is left in it. The server must be shut down
  // before, and AwaitCalls must have returned.
  ~EventLoop();

  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  grpc::ServerCompletionQueue* queue() { return queue_.get(); }

  // Starts the thread. The server must be running.
  void Start();

  // Counts the calls that use the queue, those that are waited for among them. A call
  // is removed on the thread, when nothing of it is left.
  void AddCall() { calls_.fetch_add(1, std::memory_order_relaxed); }
  void RemoveCall();

  // Waits until there are none. gRPC's own shutdown waits for connections, not for
  // calls that an executor still holds. The server must be shut down.
  void AwaitCalls();

  // To be called before something is written to `peer`: while the loop works off several
  // events, what they write to one connection is sent together. Does nothing on other
  // threads.
  void BeforeWrite(const std::string& peer);

  // Whether BeforeWrite is to be called for the next write. The first one of several
  // events is sent at once, so that a call with nothing else in flight waits for nothing.
  bool HoldsNextWrite();

 private:
  void Run();
  void RunWhatIsReady();
  // Returns when the step ended.
  std::chrono::steady_clock::time_point Step(void* tag, bool ok);

  const std::unique_ptr<grpc::ServerCompletionQueue> queue_;
  LoopWatch* const watch_;
  std::atomic<int> calls_{0};
  // These two are used on the thread only.
  net::WriteBatch writes_;
  bool holds_writes_ = false;
  bool first_write_ = true;
  std::jthread thread_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_TRANSPORT_EVENT_LOOP_H_
