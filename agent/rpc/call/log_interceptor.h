#ifndef LINKSTAT_AGENT_RPC_CALL_LOG_INTERCEPTOR_H_
#define LINKSTAT_AGENT_RPC_CALL_LOG_INTERCEPTOR_H_

#include "absl/status/status.h"
#include "agent/rpc/call/call.h"
#include "agent/telemetry/call_log.h"
#include "agent/telemetry/log.h"

namespace linkstat::rpc {

// Logs each call: method, code, time, caller, and the ids by which the caller's own logs
// and traces know it. Never what was in it. Thread-safe.
class LogInterceptor {
 public:
  // `call_log` null: calls are not logged. Both must outlive the interceptor.
  LogInterceptor(telemetry::CallLog* call_log, const telemetry::Log* log)
      : call_log_(call_log), log_(log) {}

  void End(const Call& call, const CallEnd& end) const;

  // Logs why a call ends with INTERNAL, which its caller does not get to know.
  void InternalError(const Call& call, const absl::Status& status) const;

 private:
  telemetry::CallLog* const call_log_;
  const telemetry::Log* const log_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_CALL_LOG_INTERCEPTOR_H_
