#ifndef LINKSTAT_AGENT_RPC_CALL_CALL_H_
#define LINKSTAT_AGENT_RPC_CALL_CALL_H_

#include <chrono>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "agent/rpc/call/admission.h"
#include "agent/rpc/call/methods.h"
#include "agent/telemetry/decision_metrics.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/status.h"
#include "linkstat/v1/linked_account.pb.h"

namespace linkstat::rpc {

class CallGate;

// What a call did, as far as metrics and the audit want to know it.
struct CallSummary {
  telemetry::DecisionCounts decisions;
  // The id of the linked account that the call was about; empty when it was
  // about none, or several, and when the call failed.
  std::string account;
  // The account's state after a change; UNSPECIFIED when there was none.
  v1::LinkState state = v1::LINK_STATE_UNSPECIFIED;
  // Of the catalog that decided; empty when none did.
  std::string revision;
};

// One call from its arrival to its end. Whoever answers it looks at refusal()
// first, and ends it exactly once, by Close or CallerLeft, before gRPC's Finish.
// Copies stand for the same call.
class Call {
 public:
  // Why the call is not to be answered; OK when it is.
  const absl::Status& refusal() const { return refusal_; }

  CallSummary& notes() { return notes_; }

  // Whether this call, whose method changes what is stored, may still do so: OK,
  // or AUDIT_UNAVAILABLE.
  absl::Status MayChange() const;

  // Audits one of several changes of this call, when it is made.
  void RecordChange(const CallSummary& change) const;

  // Waits until the changes of this call that were audited are written; a call whose
  // method changes nothing does not wait. See telemetry::Audit::AwaitWritten. Between
  // Close or RecordChange and the answer to the caller; not on an event loop.
  void AwaitAudit() const;

  // Ends the call with `status`, and tells why in the log where that is the
  // agent's fault. Returns what the caller gets.
  grpc::Status Close(const absl::Status& status) const;

  // Likewise with a status that was made before, and is no fault of the agent's.
  grpc::Status CloseWith(const grpc::Status& made) const;

  // Ends a call whose caller went away.
  grpc::Status CallerLeft() const;

 private:
  friend class CallGate;
  friend class CallLines;

  Call(CallGate* gate, Method method, grpc::ServerContextBase* context)
      : gate_(gate), method_(method), context_(context), begin_(std::chrono::steady_clock::now()) {}

  CallGate* gate_;
  Method method_;
  grpc::ServerContextBase* context_;
  std::chrono::steady_clock::time_point begin_;
  // Empty for a caller without a certificate that names them.
  std::string caller_;
  CallOrigin origin_;
  absl::Status refusal_;
  bool admitted_ = false;
  CallSummary notes_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_CALL_CALL_H_
