#include "agent/rpc/call/admission.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "agent/base/error.h"
#include "agent/base/status_macros.h"
#include "agent/rpc/call/call.h"

namespace linkstat::rpc {
namespace {

constexpr absl::Duration kRetryDelay = absl::Milliseconds(250);
// Fewer names than this are not worth a sweep.
constexpr size_t kManyLoads = 1'000;

struct RefusalWords {
  const char* reason;
  const char* message;
};

constexpr RefusalWords kWords[] = {
    {"calls", "the limit on calls in flight is reached; retry later"},
    {"calls_per_caller", "the limit on this caller's calls in flight is reached; retry later"},
    {"streams", "the limit on open streams is reached; retry later"},
    {"streams_per_caller", "the limit on this caller's open streams is reached; close one"},
    {"streams_per_connection",
     "the limit on this connection's open streams is reached; close one or open another "
     "connection"},
};

absl::Status TooLarge(size_t most) {
  return MakeError(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_REQUEST_TOO_LARGE,
                   absl::StrCat("the request is larger than ", most, " bytes"));
}

bool TryAdd(std::atomic<uint32_t>& count, uint32_t limit) {
  if (count.fetch_add(1, std::memory_order_relaxed) < limit) return true;
  count.fetch_sub(1, std::memory_order_relaxed);
  return false;
}

void Subtract(std::atomic<uint32_t>* count) {
  if (count != nullptr) count->fetch_sub(1, std::memory_order_relaxed);
}

}  // namespace

absl::Status Overloaded(absl::string_view message) {
  return WithRetryDelay(
      MakeError(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_OVERLOADED, message),
      kRetryDelay);
}

std::shared_ptr<Load> LoadTable::Of(const std::string& name) {
  const MutexLock lock(&mutex_);
  if (loads_.size() >= next_sweep_) {
    std::erase_if(loads_, [](const auto& entry) { return entry.second.use_count() == 1; });
    next_sweep_ = std::max(kManyLoads, 2 * loads_.size());
  }
  std::shared_ptr<Load>& load = loads_[name];
  if (load == nullptr) load = std::make_shared<Load>();
  return load;
}

std::shared_ptr<Load> Admission::LoadOfConnection(const std::string& peer) {
  return absl::StartsWith(peer, "ipv") ? connections_.Of(peer) : nullptr;
}

std::array<Admission::Bound, 3> Admission::BoundsOf(MethodKind kind, const CallOrigin& origin) {
  Load* const caller = origin.caller.get();
  Load* const connection = origin.connection.get();
  if (kind == MethodKind::kUnary) {
    return {{{&calls_, limits_.calls, kCalls},
             {caller ? &caller->calls : nullptr, limits_.calls_per_caller, kCallerCalls},
             {}}};
  }
  return {{{&streams_, limits_.streams, kStreams},
           {caller ? &caller->streams : nullptr, limits_.streams_per_caller, kCallerStreams},
           {connection ? &connection->streams : nullptr, limits_.streams_per_connection,
            kConnectionStreams}}};
}

absl::Status Admission::Admit(Call& call, size_t request_size) {
  const CallFacts& facts = call.facts();
  const MethodTraits& traits = facts.traits();
  if (request_size > traits.max_request_size) return TooLarge(traits.max_request_size);
  if (!traits.permission.has_value()) return absl::OkStatus();
  CallOrigin origin;
  if (!facts.identities.empty()) origin.caller = LoadOfCaller(facts.identities.front());
  if (traits.kind == MethodKind::kStream) {
    origin.connection = LoadOfConnection(facts.context->peer());
  }
  LINKSTAT_RETURN_IF_ERROR(Enter(traits.kind, origin));
  call.admitted() = std::move(origin);
  return absl::OkStatus();
}

void Admission::End(Call& call) {
  if (call.admitted().has_value()) Leave(call.facts().traits().kind, *call.admitted());
}

absl::Status Admission::Enter(MethodKind kind, const CallOrigin& origin) {
  const std::array<Bound, 3> bounds = BoundsOf(kind, origin);
  for (size_t i = 0; i < bounds.size(); ++i) {
    if (bounds[i].count == nullptr || TryAdd(*bounds[i].count, bounds[i].limit)) continue;
    for (size_t added = 0; added < i; ++added) Subtract(bounds[added].count);
    return Refuse(bounds[i].refusal);
  }
  return absl::OkStatus();
}

void Admission::Leave(MethodKind kind, const CallOrigin& origin) {
  for (const Bound& bound : BoundsOf(kind, origin)) Subtract(bound.count);
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
      "linkstat_calls_refused_total", "Calls refused because a limit was reached, by limit.",
      prometheus::MetricType::Counter, families);
  static_assert(std::size(kWords) == kRefusals);
  for (size_t i = 0; i < kRefusals; ++i) {
    telemetry::AddLabelled(refused, "limit", kWords[i].reason).counter.value =
        static_cast<double>(refused_[i].load(std::memory_order_relaxed));
  }
}

}  // namespace linkstat::rpc
