#ifndef LINKSTAT_AGENT_RPC_CALL_CALL_GATE_H_
#define LINKSTAT_AGENT_RPC_CALL_CALL_GATE_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "agent/access/policy.h"
#include "agent/rpc/call/admission.h"
#include "agent/rpc/call/call.h"
#include "agent/rpc/call/methods.h"
#include "agent/telemetry/audit.h"
#include "agent/telemetry/call_log.h"
#include "agent/telemetry/call_metrics.h"
#include "agent/telemetry/decision_metrics.h"
#include "agent/telemetry/log.h"
#include "grpcpp/server_context.h"

namespace linkstat::rpc {

struct CallGateOptions {
  AdmissionLimits limits;
  // Tells of each call. Null: nothing does. Must outlive the gate.
  telemetry::CallLog* call_log = nullptr;
  // Who may call what, by their certificates. Null: everybody may call
  // everything.
  std::shared_ptr<const access::Policy> policy;
  // Null: nothing is audited. Must outlive the gate.
  telemetry::Audit* audit = nullptr;
};

// Where every call comes in and goes out: it decides whether a call may enter,
// and counts, logs and audits how it ended, never what was in it. A request's
// `x-request-id` is echoed, and it and the trace of `traceparent` stand in the
// call's line of the log. Thread-safe.
class CallGate {
 public:
  // `log` must outlive the gate.
  CallGate(const CallGateOptions& options, const telemetry::Log* log);

  // A call that came in, authorized but not admitted: its request is still to be read,
  // and a client that does not send it takes nobody's place. It must end before the
  // gate does.
  Call Begin(Method method, grpc::ServerContextBase* context);

  // Admits a call that was not refused so far.
  void Admit(Call& call);

  // Both.
  Call Open(Method method, grpc::ServerContextBase* context);

  // Whether decisions are audited, and calls are to note the catalog revision
  // even where that costs something.
  bool AuditsDecisions() const {
    return options_.audit != nullptr && !options_.audit->changes_only();
  }

  // A call that was refused before it came to the gate, for its caller has no
  // right to anything but the methods that the gate knows. Counts and audits it.
  void Refused(const std::string& caller);

  // Appends the metrics of calls, decisions and admission.
  void Collect(telemetry::MetricFamilies& families) const;

 private:
  friend class Call;

  absl::Status Authorize(Call& call);
  absl::Status MayChange(Method method) const;
  void AwaitAudit(Method method) const;

  void LogInternalError(const Call& call, const absl::Status& status) const;
  void End(const Call& call, int code);
  void Record(const Call& call, const CallSummary& notes, int code) const;

  const CallGateOptions options_;
  const telemetry::Log* const log_;
  Admission admission_;
  telemetry::CallMetrics calls_;
  telemetry::DecisionMetrics decisions_;
  std::atomic<uint64_t> refused_elsewhere_{0};
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_CALL_CALL_GATE_H_
