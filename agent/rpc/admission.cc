#include "agent/rpc/admission.h"

#include "absl/time/time.h"
#include "agent/base/error.h"

namespace linkstat::rpc {
namespace {

constexpr absl::Duration kRetryDelay = absl::Milliseconds(250);
// Names beyond this many make room for each other as their calls end.
constexpr size_t kManyCallers = 1'000;

struct RefusalWords {
  const char* reason;
  const char* message;
};

constexpr RefusalWords kWords[] = {
    {"calls", "the agent has as many calls in flight as it takes; try again later"},
    {"calls_per_caller", "this caller has as many calls in flight as one may; try again later"},
    {"streams", "the agent has as many streams open as it takes; try again later"},
    {"streams_per_caller", "this caller has as many streams open as one may; close one first"},
};

bool TryAdd(std::atomic<uint32_t>& count, uint32_t limit) {
  if (count.fetch_add(1, std::memory_order_relaxed) < limit) return true;
  count.fetch_sub(1, std::memory_order_relaxed);
  return false;
}

void Subtract(std::atomic<uint32_t>& count) { count.fetch_sub(1, std::memory_order_relaxed); }

}  // namespace

absl::Status Overloaded(absl::string_view message) {
  return WithRetryDelay(
      MakeError(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_OVERLOADED, message),
      kRetryDelay);
}

std::shared_ptr<CallerLoad> Admission::LoadOf(const std::string& caller) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (callers_.size() >= kManyCallers) {
    std::erase_if(callers_, [](const auto& entry) { return entry.second.use_count() == 1; });
  }
  std::shared_ptr<CallerLoad>& load = callers_[caller];
  if (load == nullptr) load = std::make_shared<CallerLoad>();
  return load;
}

absl::Status Admission::Enter(MethodKind kind, CallerLoad* caller) {
  if (kind == MethodKind::kHealth) return absl::OkStatus();
  const bool stream = kind == MethodKind::kStream;
  std::atomic<uint32_t>& all = stream ? streams_ : calls_;
  if (!TryAdd(all, stream ? limits_.streams : limits_.calls)) {
    return Refuse(stream ? kStreams : kCalls);
  }
  if (caller == nullptr) return absl::OkStatus();
  if (!TryAdd(stream ? caller->streams : caller->calls,
              stream ? limits_.streams_per_caller : limits_.calls_per_caller)) {
    Subtract(all);
    return Refuse(stream ? kCallerStreams : kCallerCalls);
  }
  return absl::OkStatus();
}

void Admission::Leave(MethodKind kind, CallerLoad* caller) {
  if (kind == MethodKind::kHealth) return;
  const bool stream = kind == MethodKind::kStream;
  Subtract(stream ? streams_ : calls_);
  if (caller != nullptr) Subtract(stream ? caller->streams : caller->calls);
}

absl::Status Admission::Refuse(Refusal refusal) {
  refused_[refusal].fetch_add(1, std::memory_order_relaxed);
  return Overloaded(kWords[refusal].message);
}

void Admission::Collect(telemetry::MetricFamilies& families) const {
  telemetry::AddGauge("linkstat_calls_in_flight", "Unary calls in flight.",
                      calls_.load(std::memory_order_relaxed), families);
  telemetry::AddGauge("linkstat_streams_open", "Open streams.",
                      streams_.load(std::memory_order_relaxed), families);
  prometheus::MetricFamily& refused = telemetry::AddFamily(
      "linkstat_calls_refused_total", "Calls refused for want of room, by limit.",
      prometheus::MetricType::Counter, families);
  for (size_t i = 0; i < kRefusals; ++i) {
    telemetry::AddLabelled(refused, "limit", kWords[i].reason).counter.value =
        static_cast<double>(refused_[i].load(std::memory_order_relaxed));
  }
}

}  // namespace linkstat::rpc
