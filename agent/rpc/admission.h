#ifndef LINKSTAT_AGENT_RPC_ADMISSION_H_
#define LINKSTAT_AGENT_RPC_ADMISSION_H_

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "agent/rpc/methods.h"
#include "agent/telemetry/metric_set.h"

namespace linkstat::rpc {

// How many calls may be in flight.
struct AdmissionLimits {
  uint32_t calls = 1'000;
  uint32_t calls_per_caller = 500;
  uint32_t streams = 10'000;
  uint32_t streams_per_caller = 1'000;
};

// What is in flight for one caller.
struct CallerLoad {
  std::atomic<uint32_t> calls{0};
  std::atomic<uint32_t> streams{0};
};

// RESOURCE_EXHAUSTED with OVERLOADED and a google.rpc.RetryInfo: there is no
// room for the work now. `message` says where.
absl::Status Overloaded(absl::string_view message);

// Keeps the calls in flight within bounds, those of every caller and all
// together, so that one caller cannot take the agent from the others. Health is
// never refused. Thread-safe.
class Admission {
 public:
  explicit Admission(const AdmissionLimits& limits) : limits_(limits) {}

  // The load of a caller whom the agent knows by name.
  std::shared_ptr<CallerLoad> LoadOf(const std::string& caller);

  // Counts a call in; OVERLOADED, and the call does not count, where it is one too
  // many. `caller` is null for a caller without a name, who is bounded by the
  // limits for all.
  absl::Status Enter(MethodKind kind, CallerLoad* caller);

  // Counts out a call that was counted in.
  void Leave(MethodKind kind, CallerLoad* caller);

  // Appends what is in flight, and what was refused.
  void Collect(telemetry::MetricFamilies& families) const;

 private:
  enum Refusal { kCalls, kCallerCalls, kStreams, kCallerStreams, kRefusals };

  absl::Status Refuse(Refusal refusal);

  const AdmissionLimits limits_;
  std::atomic<uint32_t> calls_{0};
  std::atomic<uint32_t> streams_{0};
  std::array<std::atomic<uint64_t>, kRefusals> refused_{};
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<CallerLoad>> callers_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_ADMISSION_H_
