#include "agent/store/notifier.h"

#include <utility>

namespace linkstat::store {

Notifier::Notifier() : thread_([this] { Run(); }) {}

Notifier::~Notifier() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void Notifier::Set(std::function<void()> callback) {
  std::unique_lock<std::mutex> lock(mutex_);
  callback_ = std::move(callback);
  pending_ = false;
  idle_.wait(lock, [this] { return !running_; });
}

void Notifier::Notify() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    pending_ = callback_ != nullptr;
  }
  wake_.notify_one();
}

void Notifier::Run() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return pending_ || stopping_; });
    if (stopping_) return;
    pending_ = false;
    running_ = true;
    const std::function<void()> callback = callback_;
    lock.unlock();
    callback();
    lock.lock();
    running_ = false;
    idle_.notify_all();
  }
}

}  // namespace linkstat::store
