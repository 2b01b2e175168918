#ifndef LINKSTAT_AGENT_RPC_CALL_GATE_H_
#define LINKSTAT_AGENT_RPC_CALL_GATE_H_

#include "absl/status/status.h"
#include "agent/rpc/admission.h"
#include "agent/rpc/call.h"
#include "agent/rpc/methods.h"
#include "agent/telemetry/call_metrics.h"
#include "agent/telemetry/decision_metrics.h"
#include "agent/telemetry/log.h"
#include "grpcpp/server_context.h"

namespace linkstat::rpc {

struct CallGateOptions {
  AdmissionLimits limits;
  // The level of the line that the log gets for each call.
  telemetry::LogLevel call_level = telemetry::LogLevel::kDebug;
};

// Where every call comes in and goes out: it decides whether a call may enter,
// and counts and logs how it ended, never what was in it. A request's
// `x-request-id` is echoed, and it and the trace of `traceparent` stand in the
// call's line of the log. Thread-safe.
class CallGate {
 public:
  // `log` must outlive the gate.
  CallGate(const CallGateOptions& options, const telemetry::Log* log);

  // A call that came in. It must end before the gate does.
  Call Open(Method method, grpc::CallbackServerContext* context);

  // Appends the metrics of calls, decisions and admission.
  void Collect(telemetry::MetricFamilies& families) const;

 private:
  friend class Call;

  void Blame(const Call& call, const absl::Status& status) const;
  void End(const Call& call, int code);
  void WriteLine(const Call& call, int code, std::chrono::nanoseconds took) const;

  const CallGateOptions options_;
  const telemetry::Log* const log_;
  Admission admission_;
  telemetry::CallMetrics calls_;
  telemetry::DecisionMetrics decisions_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_CALL_GATE_H_
