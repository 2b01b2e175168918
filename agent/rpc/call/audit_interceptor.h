#ifndef LINKSTAT_AGENT_RPC_CALL_AUDIT_INTERCEPTOR_H_
#define LINKSTAT_AGENT_RPC_CALL_AUDIT_INTERCEPTOR_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "agent/rpc/call/call.h"
#include "agent/telemetry/audit.h"

namespace linkstat::rpc {

// Audits changes, decisions and denials, see AuditedCalls: method, code, caller, account
// and its state, what was decided under which catalog, and the request id. Thread-safe.
class AuditInterceptor {
 public:
  // `audit` null: nothing is audited. It must outlive the interceptor.
  explicit AuditInterceptor(telemetry::Audit* audit) : audit_(audit) {}

  void End(const Call& call, const CallEnd& end) const;

  // AUDIT_UNAVAILABLE for a call that would change what is stored while the audit refuses
  // changes.
  absl::Status MayChange(const Call& call) const;

  // See Call.
  void RecordChange(const Call& call, const CallSummary& change) const;
  void AwaitWritten(const Call& call) const;

  // Records the denial of a call whose method the agent does not have. The method's name is
  // the caller's invention and is not recorded. `caller` is empty for one without identity.
  void RecordUnknown(absl::string_view caller) const;

  bool records_decisions() const { return audit_ != nullptr && !audit_->changes_only(); }

 private:
  telemetry::Audit* const audit_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_CALL_AUDIT_INTERCEPTOR_H_
