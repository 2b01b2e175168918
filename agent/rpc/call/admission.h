#ifndef LINKSTAT_AGENT_RPC_CALL_ADMISSION_H_
#define LINKSTAT_AGENT_RPC_CALL_ADMISSION_H_

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "agent/base/mutex.h"
#include "agent/rpc/call/methods.h"
#include "agent/telemetry/metric_set.h"

namespace linkstat::rpc {

class Call;

// How many calls may be in flight.
struct AdmissionLimits {
  uint32_t calls = 1'000;
  uint32_t calls_per_caller = 500;
  uint32_t streams = 10'000;
  uint32_t streams_per_caller = 1'000;
  // Fewer than the calls that a connection may have, which wait at the client without an
  // error when streams take all of them.
  uint32_t streams_per_connection = 16;
};

// What is in flight for one caller, or on one connection.
struct Load {
  std::atomic<uint32_t> calls{0};
  std::atomic<uint32_t> streams{0};
};

// RESOURCE_EXHAUSTED with OVERLOADED and a google.rpc.RetryInfo. `message` names the limit
// that is reached.
absl::Status Overloaded(absl::string_view message);

// The loads that a call adds to; null where they are not known, or not bounded.
struct CallOrigin {
  // A caller without a name is bounded by the limits for all.
  std::shared_ptr<Load> caller;
  // Of streams only.
  std::shared_ptr<Load> connection;
};

// The loads of what has something in flight, by name. Thread-safe.
class LoadTable {
 public:
  std::shared_ptr<Load> Of(const std::string& name) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  Mutex mutex_;
  std::map<std::string, std::shared_ptr<Load>> loads_ ABSL_GUARDED_BY(mutex_);
  // How many there are when those without anything in flight are removed.
  size_t next_sweep_ ABSL_GUARDED_BY(mutex_) = 1'000;
};

// Keeps the calls in flight within bounds, those of every caller, of every
// connection and all together, so that one caller cannot take the agent's capacity from
// the others. Rejects requests over the bound of their method. Thread-safe.
class Admission {
 public:
  explicit Admission(const AdmissionLimits& limits) : limits_(limits) {}

  // Counts a call in, unless it is one of health, which is never rejected under load.
  // OVERLOADED, or REQUEST_TOO_LARGE; the call is not counted then.
  absl::Status Admit(Call& call, size_t request_size);

  // Counts out a call that was counted in; does nothing for any other.
  void End(Call& call);

  // The load of a caller with this identity.
  std::shared_ptr<Load> LoadOfCaller(const std::string& caller) { return callers_.Of(caller); }

  // The load of a connection, by what gRPC calls its peer; null for one of a unix
  // socket, whose peers have no names.
  std::shared_ptr<Load> LoadOfConnection(const std::string& peer);

  // Counts a call in. Over a limit returns OVERLOADED and does not count the call.
  absl::Status Enter(MethodKind kind, const CallOrigin& origin);

  // Counts out a call that was counted in.
  void Leave(MethodKind kind, const CallOrigin& origin);

  // Appends what is in flight, and what was rejected.
  void Collect(telemetry::MetricFamilies& families) const;

 private:
  enum Refusal { kCalls, kCallerCalls, kStreams, kCallerStreams, kConnectionStreams, kRefusals };
  // A count that a call adds to.
  struct Bound {
    // Null: there is none.
    std::atomic<uint32_t>* count;
    uint32_t limit;
    Refusal refusal;
  };

  std::array<Bound, 3> BoundsOf(MethodKind kind, const CallOrigin& origin);
  absl::Status Refuse(Refusal refusal);

  const AdmissionLimits limits_;
  std::atomic<uint32_t> calls_{0};
  std::atomic<uint32_t> streams_{0};
  std::array<std::atomic<uint64_t>, kRefusals> refused_{};
  LoadTable callers_;
  LoadTable connections_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_CALL_ADMISSION_H_
