#include "agent/rpc/transport/event_loop.h"

#include <chrono>

#include "agent/rpc/transport/completion.h"
#include "grpc/support/time.h"

namespace linkstat::rpc {
namespace {

// Events during which answers are held back. More of them cost a little less, and keep
// clients waiting that have nothing else to do.
constexpr int kMaxHeld = 32;

// The loop that this thread serves; null on every other thread.
thread_local const EventLoop* served = nullptr;

}  // namespace

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

bool EventLoop::HoldsWrites() const { return served == this && holds_writes_; }

void EventLoop::BeforeWrite(const std::string& peer) { writes_.Hold(peer); }

// The first event of several is not held back, so that a client gets to work while the
// loop goes on.
void EventLoop::Run() {
  served = this;
  void* tag = nullptr;
  bool ok = false;
  while (queue_->Next(&tag, &ok)) {
    Step(tag, ok);
    RunWhatIsReady();
  }
}

void EventLoop::RunWhatIsReady() {
  // Not system_clock's minimum, for which gRPC 1.51 waits.
  const gpr_timespec do_not_wait = gpr_inf_past(GPR_CLOCK_MONOTONIC);
  void* tag = nullptr;
  bool ok = false;
  holds_writes_ = true;
  for (int i = 0; i < kMaxHeld; ++i) {
    if (queue_->AsyncNext(&tag, &ok, do_not_wait) != grpc::CompletionQueue::GOT_EVENT) break;
    Step(tag, ok);
  }
  holds_writes_ = false;
  writes_.Release();
}

void EventLoop::Step(void* tag, bool ok) {
  const auto begin = std::chrono::steady_clock::now();
  static_cast<Completion*>(tag)->Run(ok);
  watch_->Held(std::chrono::steady_clock::now() - begin);
}

}  // namespace linkstat::rpc
