#ifndef LINKSTAT_AGENT_RPC_CALL_CALL_INTERCEPTORS_H_
#define LINKSTAT_AGENT_RPC_CALL_CALL_INTERCEPTORS_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "absl/status/status.h"
#include "agent/access/policy.h"
#include "agent/rpc/call/admission.h"
#include "agent/rpc/call/audit_interceptor.h"
#include "agent/rpc/call/authorization_interceptor.h"
#include "agent/rpc/call/call.h"
#include "agent/rpc/call/methods.h"
#include "agent/telemetry/audit.h"
#include "agent/telemetry/call_log.h"
#include "agent/telemetry/call_metrics.h"
#include "agent/telemetry/log.h"
#include "agent/telemetry/metric_set.h"
#include "grpcpp/server_context.h"

namespace linkstat::rpc {

struct InterceptorOptions {
  AdmissionLimits limits;
  // Where calls are logged. Null: nowhere. Must outlive the interceptors.
  telemetry::CallLog* call_log = nullptr;
  // Which callers may call what, by their certificates. Null: every caller may call every
  // method.
  std::shared_ptr<const access::Policy> policy;
  // Null: nothing is audited. Must outlive the interceptors.
  telemetry::Audit* audit = nullptr;
};

// What every call passes on its way in and out, in a fixed order: metrics, request id,
// authorization, audit, admission, log. Of a request or an answer, the interceptors know
// only what the handler recorded. Thread-safe.
class CallInterceptors {
 public:
  // `log` must outlive the interceptors.
  CallInterceptors(const InterceptorOptions& options, const telemetry::Log* log);

  // A call that arrived. It goes through Begin next, whatever that returns it ends, and it
  // ends before the interceptors do.
  Call NewCall(Method method, grpc::ServerContextBase* context);

  // Counts, tags and authorizes a call whose request is still to be read: a client that
  // does not send it takes no capacity. An error is how the call must end.
  absl::Status Begin(const Call& call);

  // Admits a call after Begin, when its request of `request_size` bytes was read. An error
  // is how the call must end.
  absl::Status Admit(Call& call, size_t request_size) {
    return admission_.Admit(call, request_size);
  }

  // How a call ends whose method the agent does not have: UNIMPLEMENTED. A caller that may
  // not inspect the server gets PERMISSION_DENIED, as for every method that it may not
  // call, so that it does not learn which methods exist; that is counted and audited.
  grpc::Status EndUnknown(const grpc::ServerContextBase& context);

  // Appends the metrics of calls, decisions and admission.
  void Collect(telemetry::MetricFamilies& families) const;

 private:
  friend class Call;

  // Ends a call with one of gRPC's codes. See Call::Close.
  void End(Call& call, int code);
  // Logs method, code, time, caller, and the ids by which the caller's own logs and traces
  // know the call.
  void LogCall(const Call& call, const CallEnd& end) const;

  telemetry::CallMetrics calls_;
  telemetry::DecisionMetrics decisions_;
  std::atomic<uint64_t> unknown_refused_{0};
  AuthorizationInterceptor authorization_;
  Admission admission_;
  AuditInterceptor audit_;
  // Null where calls are not logged.
  telemetry::CallLog* const call_log_;
  const telemetry::Log* const log_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_CALL_CALL_INTERCEPTORS_H_
