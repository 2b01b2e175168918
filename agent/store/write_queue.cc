#include "agent/store/write_queue.h"

#include <utility>

#include "agent/store/limits.h"

namespace linkstat::store {

WriteQueue::WriteQueue(Work work) : work_(std::move(work)), thread_([this] { Run(); }) {}

WriteQueue::~WriteQueue() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

absl::Status WriteQueue::Submit(Request& request) {
  std::future<absl::Status> outcome = request.outcome.get_future();
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    queue_.push_back(&request);
  }
  wake_.notify_one();
  return outcome.get();
}

int WriteQueue::waiting() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return static_cast<int>(queue_.size());
}

std::vector<WriteQueue::Request*> WriteQueue::TakeGroup() {
  std::vector<Request*> group;
  size_t mutations = 0;
  while (!queue_.empty()) {
    mutations += queue_.front()->mutations.size();
    if (!group.empty() && mutations > kMaxMutations) break;
    group.push_back(queue_.front());
    queue_.pop_front();
  }
  return group;
}

void WriteQueue::Run() {
  if (work_.start) work_.start();
  std::unique_lock<std::mutex> lock(mutex_);
  Time next_rest = std::chrono::steady_clock::now() + work_.first_pause;
  while (true) {
    wake_.wait_until(lock, next_rest, [this] { return stopping_ || !queue_.empty(); });
    if (stopping_ && queue_.empty()) return;
    const std::vector<Request*> group = TakeGroup();
    lock.unlock();
    const absl::Status status = group.empty() ? absl::OkStatus() : work_.commit(group);
    for (Request* request : group) request->outcome.set_value(status);
    if (std::chrono::steady_clock::now() >= next_rest) {
      work_.rest();
      next_rest = std::chrono::steady_clock::now() + work_.pause;
    }
    lock.lock();
  }
}

}  // namespace linkstat::store
