#ifndef LINKSTAT_AGENT_STORE_WRITE_QUEUE_H_
#define LINKSTAT_AGENT_STORE_WRITE_QUEUE_H_

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "agent/store/store.h"

namespace linkstat::store {

// Lets concurrent writers share one commit: what comes in while a commit runs
// goes into the next one together. One thread commits. Thread-safe.
class WriteQueue {
 public:
  // One caller's write, owned by the caller. `results` is filled by Work::commit.
  struct Request {
    absl::Span<const Mutation> mutations;
    std::vector<WriteResult> results;
    // Told when it is committed or has failed. Each caller is woken by itself: to
    // wake all that wait, those of the next commit among them, costs more than a
    // commit.
    std::promise<absl::Status> outcome;
  };

  // What the thread does. No two of these calls run at the same time.
  struct Work {
    // Carries out a group; its result is that of every request in it.
    std::function<absl::Status(absl::Span<Request* const>)> commit;
    // Called after `first_pause` and then every `pause`, between commits.
    std::function<void()> rest;
    std::chrono::milliseconds pause;
    std::chrono::milliseconds first_pause = pause;
    // Called first: what is submitted meanwhile waits. May be null.
    std::function<void()> start = nullptr;
  };

  explicit WriteQueue(Work work);
  // Carries out what is queued. No Submit may be running or start any more.
  ~WriteQueue();
  WriteQueue(const WriteQueue&) = delete;
  WriteQueue& operator=(const WriteQueue&) = delete;

  // Waits until the write is committed or has failed.
  absl::Status Submit(Request& request);

  // Requests that no commit has taken up yet.
  int waiting() const;

 private:
  using Time = std::chrono::steady_clock::time_point;

  void Run();
  std::vector<Request*> TakeGroup();

  const Work work_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Request*> queue_;
  bool stopping_ = false;
  // Last, so that it starts when the rest is there.
  std::thread thread_;
};

}  // namespace linkstat::store

#endif  // LINKSTAT_AGENT_STORE_WRITE_QUEUE_H_
