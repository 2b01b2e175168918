#ifndef LINKSTAT_AGENT_RPC_CALL_CALL_H_
#define LINKSTAT_AGENT_RPC_CALL_CALL_H_

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "agent/rpc/call/admission.h"
#include "agent/rpc/call/methods.h"
#include "agent/telemetry/call_metrics.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/status.h"
#include "linkstat/v1/linked_account.pb.h"

namespace linkstat::rpc {

class CallInterceptors;

// What is known of a call when it arrives.
struct CallFacts {
  Method method;
  // Outlives the call.
  grpc::ServerContextBase* context;
  std::chrono::steady_clock::time_point begin;
  // Of the caller's certificate; empty without one, and without a policy.
  std::vector<std::string> identities;
  // Empty where the caller sent none; see CallTags. A view into the context.
  absl::string_view request_id;

  const MethodTraits& traits() const { return TraitsOf(method); }
  // The identity by which log and audit know the caller; empty when there is none.
  absl::string_view caller() const {
    return identities.empty() ? absl::string_view() : identities.front();
  }
};

// What a call did, as far as metrics and audit record it.
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

// How a call ended, and when.
struct CallEnd {
  // gRPC's, 0 to 16.
  int code;
  std::chrono::steady_clock::time_point time;
};

// One call from its arrival to its end. It is ended exactly once, by Close, CloseWith or
// CallerLeft, before the answer is sent.
class Call {
 public:
  // `interceptors` must outlive the call. See CallInterceptors::NewCall.
  Call(CallInterceptors* interceptors, CallFacts facts)
      : interceptors_(interceptors), facts_(std::move(facts)) {}

  Call(Call&&) = default;
  Call& operator=(Call&&) = default;

  const CallFacts& facts() const { return facts_; }

  // Recorded by the handler.
  CallSummary& notes() { return notes_; }
  const CallSummary& notes() const { return notes_; }

  // Where admission counted the call in; absent while it is not admitted.
  std::optional<CallOrigin>& admitted() { return admitted_; }

  // Whether this call, whose method changes what is stored, may still do so: OK,
  // or AUDIT_UNAVAILABLE.
  absl::Status MayChange() const;

  // Audits one of several changes of this call, when it is made.
  void RecordChange(const CallSummary& change) const;

  // Waits until the changes of this call that were audited are written; a call whose
  // method changes nothing does not wait. See telemetry::Audit::AwaitWritten. Between
  // Close or RecordChange and the answer to the caller; not on an event loop.
  void AwaitAudit() const;

  // Ends the call with `status`; an internal error is logged with its reason. Returns
  // what the caller gets.
  grpc::Status Close(const absl::Status& status);

  // Likewise with a status that was made before and is no internal error.
  grpc::Status CloseWith(grpc::Status made);

  // Ends a call whose caller went away.
  grpc::Status CallerLeft() { return CloseWith(grpc::Status::CANCELLED); }

 private:
  CallInterceptors* interceptors_;
  CallFacts facts_;
  CallSummary notes_;
  std::optional<CallOrigin> admitted_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_CALL_CALL_H_
