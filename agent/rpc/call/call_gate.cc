#include "agent/rpc/call/call_gate.h"

#include <chrono>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "agent/base/error.h"
#include "agent/base/status_macros.h"
#include "agent/rpc/call/call_lines.h"
#include "agent/rpc/call/call_tags.h"
#include "agent/rpc/call/caller.h"

namespace linkstat::rpc {

CallGate::CallGate(const CallGateOptions& options, const telemetry::Log* log)
    : options_(options), log_(log), admission_(options.limits), calls_(CountedMethods()) {}

Call CallGate::Begin(Method method, grpc::ServerContextBase* context) {
  Call call(this, method, context);
  calls_.Began(static_cast<size_t>(method));
  EchoRequestId(*context);
  if (options_.policy != nullptr) call.refusal_ = Authorize(call);
  if (call.refusal_.ok()) call.refusal_ = MayChange(method);
  return call;
}

void CallGate::Admit(Call& call) {
  const MethodKind kind = TraitsOf(call.method_).kind;
  if (kind == MethodKind::kStream) {
    call.origin_.connection = admission_.LoadOfConnection(call.context_->peer());
  }
  call.refusal_ = admission_.Enter(kind, call.origin_);
  call.admitted_ = call.refusal_.ok();
}

Call CallGate::Open(Method method, grpc::ServerContextBase* context) {
  Call call = Begin(method, context);
  if (call.refusal_.ok()) Admit(call);
  return call;
}

absl::Status CallGate::MayChange(Method method) const {
  if (!TraitsOf(method).changes || options_.audit == nullptr || options_.audit->MayChange()) {
    return absl::OkStatus();
  }
  return MakeError(absl::StatusCode::kUnavailable, v1::ERROR_REASON_AUDIT_UNAVAILABLE,
                   "the change cannot be recorded in the audit and was not made");
}

void CallGate::AwaitAudit(Method method) const {
  if (TraitsOf(method).changes && options_.audit != nullptr) options_.audit->AwaitWritten();
}

absl::Status CallGate::Authorize(Call& call) {
  const MethodTraits& traits = TraitsOf(call.method_);
  const std::vector<std::string> identities = CallerIdentities(*call.context_->auth_context());
  if (!identities.empty()) {
    call.caller_ = identities.front();
    call.origin_.caller = admission_.LoadOfCaller(call.caller_);
  }
  if (traits.kind == MethodKind::kHealth) return absl::OkStatus();
  return CheckRole(*options_.policy, identities, traits.role);
}

void CallGate::LogInternalError(const Call& call, const absl::Status& status) const {
  const MethodTraits& traits = TraitsOf(call.method_);
  log_->Error("internal fault", {{"method", absl::StrCat(traits.service, "/", traits.method)},
                                 {"fault", status.message()}});
}

void CallGate::End(const Call& call, int code) {
  const auto end = std::chrono::steady_clock::now();
  if (call.admitted_) admission_.Leave(TraitsOf(call.method_).kind, call.origin_);
  decisions_.Add(call.notes_.decisions);
  calls_.Ended(static_cast<size_t>(call.method_), code, end - call.begin_);
  Record(call, call.notes_, code);
  if (options_.call_log != nullptr && options_.call_log->Writes()) {
    options_.call_log->Add(CallLines::ForLog(call, code, end));
  }
}

void CallGate::Record(const Call& call, const CallSummary& notes, int code) const {
  if (options_.audit == nullptr) return;
  if (TraitsOf(call.method_).changes) {
    options_.audit->Record("change", CallLines::ForAudit(call, notes, code));
  } else if (!options_.audit->changes_only() && CallLines::Decides(notes)) {
    options_.audit->Record("decision", CallLines::ForAudit(call, notes, code));
  } else if (code == grpc::StatusCode::PERMISSION_DENIED) {
    options_.audit->Record("denial", CallLines::ForAudit(call, notes, code));
  }
}

void CallGate::Refused(const std::string& caller) {
  refused_elsewhere_.fetch_add(1, std::memory_order_relaxed);
  if (options_.audit == nullptr) return;
  options_.audit->Record("denial", CallLines::ForRefused(caller));
}

void CallGate::Collect(telemetry::MetricFamilies& families) const {
  calls_.Collect(families);
  decisions_.Collect(families);
  admission_.Collect(families);
  telemetry::AddCounter("linkstat_other_methods_refused_total",
                        "Calls refused because the method is not the agent's own and the caller "
                        "is no admin.",
                        static_cast<double>(refused_elsewhere_.load(std::memory_order_relaxed)),
                        families);
}

}  // namespace linkstat::rpc
