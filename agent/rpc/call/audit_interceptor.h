#ifndef LINKSTAT_AGENT_RPC_CALL_AUDIT_INTERCEPTOR_H_
#define LINKSTAT_AGENT_RPC_CALL_AUDIT_INTERCEPTOR_H_

#include <string>

#include "absl/status/status.h"
#include "agent/rpc/call/call.h"
#include "agent/telemetry/audit.h"

namespace linkstat::rpc {

// Audits changes, decisions and denials, see AuditedCalls: method, code, caller, account
// and its state, what was decided under which catalog, and the request id. Thread-safe.
class AuditInterceptor {
 public:
  // `audit` null: nothing is audited. It must outlive the interceptor.
  explicit AuditInterceptor(telemetry::Audit* audit) : audit_(audit) {}

  absl::Status Begin(const Call& call) const { return MayChange(call); }
  void End(const Call& call, const CallEnd& end) const;

  // AUDIT_UNAVAILABLE for a call that would change what is stored while the audit refuses
  // changes.
  absl::Status MayChange(const Call& call) const;

  // See Call.
  void RecordChange(const Call& call, const CallSummary& change) const;
  void AwaitWritten(const Call& call) const;

  // See CallInterceptors. The name of such a method is the caller's invention and is not
  // recorded.
  void RefusedElsewhere(const std::string& caller) const;

  bool records_decisions() const { return audit_ != nullptr && !audit_->changes_only(); }

 private:
  telemetry::Audit* const audit_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_CALL_AUDIT_INTERCEPTOR_H_
