#include "agent/rpc/call_gate.h"

#include <chrono>
#include <string>

#include "absl/strings/str_cat.h"
#include "agent/rpc/call_tags.h"

namespace linkstat::rpc {
namespace {

std::string NameOf(Method method) {
  const MethodTraits& traits = TraitsOf(method);
  return absl::StrCat(traits.service, "/", traits.method);
}

}  // namespace

CallGate::CallGate(const CallGateOptions& options, const telemetry::Log* log)
    : options_(options), log_(log), admission_(options.limits), calls_(CountedMethods()) {}

Call CallGate::Open(Method method, grpc::CallbackServerContext* context) {
  Call call(this, method, context);
  calls_.Began(static_cast<size_t>(method));
  EchoRequestId(*context);
  call.refusal_ = admission_.Enter(TraitsOf(method).kind, call.load_.get());
  return call;
}

void CallGate::Blame(const Call& call, const absl::Status& status) const {
  log_->Error("internal fault", {{"method", NameOf(call.method_)}, {"fault", status.message()}});
}

void CallGate::End(const Call& call, int code) {
  const auto took = std::chrono::steady_clock::now() - call.begin_;
  if (call.refusal_.ok()) admission_.Leave(TraitsOf(call.method_).kind, call.load_.get());
  decisions_.Add(call.notes_.decisions);
  calls_.Ended(static_cast<size_t>(call.method_), code, took);
  if (log_->Writes(options_.call_level)) WriteLine(call, code, took);
}

void CallGate::WriteLine(const Call& call, int code, std::chrono::nanoseconds took) const {
  telemetry::LogFields fields = {
      {"method", NameOf(call.method_)},
      {"code", absl::StatusCodeToString(static_cast<absl::StatusCode>(code))},
      {"milliseconds", std::chrono::duration<double, std::milli>(took).count()}};
  const CallTags tags = TagsOf(*call.context_);
  if (!tags.request_id.empty()) fields.emplace_back("request_id", tags.request_id);
  if (!tags.trace_id.empty()) {
    fields.emplace_back("trace_id", tags.trace_id);
    fields.emplace_back("parent_span_id", tags.span_id);
  }
  log_->Write(options_.call_level, "call", fields);
}

void CallGate::Collect(telemetry::MetricFamilies& families) const {
  calls_.Collect(families);
  decisions_.Collect(families);
  admission_.Collect(families);
}

}  // namespace linkstat::rpc
