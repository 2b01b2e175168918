#ifndef LINKSTAT_AGENT_RPC_CALL_CALL_INTERCEPTORS_H_
#define LINKSTAT_AGENT_RPC_CALL_CALL_INTERCEPTORS_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "agent/access/policy.h"
#include "agent/rpc/call/admission_interceptor.h"
#include "agent/rpc/call/audit_interceptor.h"
#include "agent/rpc/call/authorization_interceptor.h"
#include "agent/rpc/call/call.h"
#include "agent/rpc/call/call_tags.h"
#include "agent/rpc/call/log_interceptor.h"
#include "agent/rpc/call/methods.h"
#include "agent/rpc/call/metrics_interceptor.h"
#include "agent/telemetry/audit.h"
#include "agent/telemetry/call_log.h"
#include "agent/telemetry/log.h"
#include "grpcpp/server_context.h"

namespace linkstat::rpc {

struct InterceptorOptions {
  AdmissionLimits limits;
  // Where calls are logged. Null: nowhere. Must outlive the interceptors.
  telemetry::CallLog* call_log = nullptr;
  // Who may call what, by their certificates. Null: every caller may call every
  // method.
  std::shared_ptr<const access::Policy> policy;
  // Null: nothing is audited. Must outlive the interceptors.
  telemetry::Audit* audit = nullptr;
};

// What every call passes on its way in and out, in a fixed order. Of a request or an
// answer, the interceptors know only what the handler recorded. Thread-safe.
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
  absl::Status Admit(Call& call, size_t request_size);

  // Ends a call with one of gRPC's codes. See Call::Close.
  void End(Call& call, int code);

  // See Call.
  absl::Status MayChange(const Call& call) const { return audit_.MayChange(call); }
  void RecordChange(const Call& call, const CallSummary& change) const {
    audit_.RecordChange(call, change);
  }
  void AwaitAudit(const Call& call) const { audit_.AwaitWritten(call); }
  void LogInternalError(const Call& call, const absl::Status& status) const {
    log_.InternalError(call, status);
  }

  // Counts and audits a call that never became one of these: its method is not the
  // agent's own, and its caller may not inspect the server.
  void RefusedElsewhere(const std::string& caller);

  // Appends the metrics of calls, decisions and admission.
  void Collect(telemetry::MetricFamilies& families) const;

 private:
  MetricsInterceptor metrics_;
  RequestIdInterceptor request_id_;
  AuthorizationInterceptor authorization_;
  AdmissionInterceptor admission_;
  AuditInterceptor audit_;
  LogInterceptor log_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_CALL_CALL_INTERCEPTORS_H_
