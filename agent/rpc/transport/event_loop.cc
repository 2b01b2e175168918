#include "agent/rpc/transport/event_loop.h"

#include <chrono>

#include "agent/rpc/transport/completion.h"

namespace linkstat::rpc {

EventLoop::~EventLoop() {
  queue_->Shutdown();
  if (thread_.joinable()) {
    thread_.join();
  } else {
    Run();
  }
}

void EventLoop::Start() {
  thread_ = std::thread([this] { Run(); });
}

void EventLoop::Run() {
  void* tag = nullptr;
  bool ok = false;
  while (queue_->Next(&tag, &ok)) {
    const auto begin = std::chrono::steady_clock::now();
    static_cast<Completion*>(tag)->Run(ok);
    watch_->Held(std::chrono::steady_clock::now() - begin);
  }
}

}  // namespace linkstat::rpc
