#include "agent/rpc/transport/event_loop.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "agent/base/deadline.h"
#include "agent/base/thread.h"
#include "grpc/support/time.h"

namespace linkstat::rpc {
namespace {

// How long answers are held back. A bound on their number as well would only cost CPU:
// 32 events instead of about 200 took an eighth more, at a higher latency under load.
constexpr auto kMaxHeldTime = std::chrono::microseconds(500);

constexpr auto kReportPause = std::chrono::seconds(1);

// The loop that this thread serves; null on every other thread.
thread_local const EventLoop* served = nullptr;

}  // namespace

void LoopWatch::TooLong(std::chrono::nanoseconds time) {
  const SteadyTime now = SteadyNow();
  const MutexLock lock(&mutex_);
  ++too_long_;
  longest_ = std::max(longest_, time);
  if (time < kReported || now < next_report_) return;
  next_report_ = now + kReportPause;
  log_->Warning("event loop blocked", {{"milliseconds", time}});
}

void LoopWatch::Collect(telemetry::MetricFamilies& families) const {
  const MutexLock lock(&mutex_);
  telemetry::AddCounter("linkstat_event_loop_long_steps_total",
                        "Event loop steps that took longer than a millisecond.",
                        static_cast<double>(too_long_), families);
  telemetry::AddGauge("linkstat_event_loop_longest_step_seconds",
                      "The longest event loop step since the start.",
                      std::chrono::duration<double>(longest_).count(), families);
}

EventLoop::~EventLoop() {
  queue_->Shutdown();
  if (thread_.joinable()) {
    thread_.join();
  } else {
    Run();
  }
}

void EventLoop::Start() {
  thread_ = StartThread("event-loop", [this] { Run(); });
}

void EventLoop::RemoveCall() {
  if (calls_.fetch_sub(1, std::memory_order_acq_rel) == 1) calls_.notify_all();
}

void EventLoop::AwaitCalls() {
  for (int calls = calls_.load(std::memory_order_acquire); calls != 0;
       calls = calls_.load(std::memory_order_acquire)) {
    calls_.wait(calls, std::memory_order_acquire);
  }
}

bool EventLoop::HoldsNextWrite() {
  return served == this && holds_writes_ && !std::exchange(first_write_, false);
}

void EventLoop::BeforeWrite(const std::string& peer) { writes_.Hold(peer); }

// The first event of several is not held back: its client receives the answer at once.
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
  first_write_ = true;
  const auto end = std::chrono::steady_clock::now() + kMaxHeldTime;
  while (queue_->AsyncNext(&tag, &ok, do_not_wait) == grpc::CompletionQueue::GOT_EVENT) {
    if (Step(tag, ok) > end) break;
  }
  holds_writes_ = false;
  writes_.Release();
}

std::chrono::steady_clock::time_point EventLoop::Step(void* tag, bool ok) {
  const auto begin = std::chrono::steady_clock::now();
  static_cast<Completion*>(tag)->Run(ok);
  const auto end = std::chrono::steady_clock::now();
  watch_->Held(end - begin);
  return end;
}

}  // namespace linkstat::rpc
