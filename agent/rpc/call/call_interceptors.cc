#include "agent/rpc/call/call_interceptors.h"

#include <chrono>
#include <string>
#include <vector>

#include "agent/base/status_macros.h"
#include "agent/rpc/call/call_tags.h"
#include "agent/rpc/call/status.h"

namespace linkstat::rpc {

CallInterceptors::CallInterceptors(const InterceptorOptions& options, const telemetry::Log* log)
    : calls_(CountedMethods()),
      authorization_(options.policy),
      admission_(options.limits),
      audit_(options.audit),
      call_log_(options.call_log != nullptr && options.call_log->Writes() ? options.call_log
                                                                          : nullptr),
      log_(log) {}

Call CallInterceptors::NewCall(Method method, grpc::ServerContextBase* context) {
  return Call(this, {.method = method,
                     .context = context,
                     .begin = std::chrono::steady_clock::now(),
                     .identities = authorization_.IdentitiesOf(*context),
                     .request_id = RequestIdOf(*context)});
}

absl::Status CallInterceptors::Begin(const Call& call) {
  const CallFacts& facts = call.facts();
  calls_.Began(static_cast<size_t>(facts.method));
  if (!facts.request_id.empty()) {
    facts.context->AddInitialMetadata(kRequestIdHeader, std::string(facts.request_id));
  }
  LINKSTAT_RETURN_IF_ERROR(authorization_.Begin(call));
  return audit_.MayChange(call);
}

void CallInterceptors::End(Call& call, int code) {
  const CallEnd end = {code, std::chrono::steady_clock::now()};
  admission_.End(call);
  decisions_.Add(call.notes().decisions);
  calls_.Ended(static_cast<size_t>(call.facts().method), code, end.time - call.facts().begin);
  audit_.End(call, end);
  if (call_log_ != nullptr) LogCall(call, end);
}

void CallInterceptors::LogCall(const Call& call, const CallEnd& end) const {
  const CallFacts& facts = call.facts();
  const CallTags tags = TagsOf(*facts.context);
  call_log_->Add({.end = end.time,
                  .took = end.time - facts.begin,
                  .method = facts.traits().name(),
                  .code = CodeName(end.code),
                  .caller = facts.caller(),
                  .request_id = facts.request_id,
                  .trace_id = tags.trace_id,
                  .parent_span_id = tags.span_id});
}

grpc::Status CallInterceptors::EndUnknown(const grpc::ServerContextBase& context) {
  const std::vector<std::string> identities = authorization_.IdentitiesOf(context);
  const absl::Status refusal = authorization_.Check(identities, access::Permission::kInspect);
  if (refusal.ok()) return grpc::Status(grpc::StatusCode::UNIMPLEMENTED, "");
  unknown_refused_.fetch_add(1, std::memory_order_relaxed);
  audit_.RecordUnknown(identities.empty() ? absl::string_view() : identities.front());
  return ToGrpcStatus(refusal);
}

void CallInterceptors::Collect(telemetry::MetricFamilies& families) const {
  calls_.Collect(families);
  decisions_.Collect(families);
  telemetry::AddCounter("linkstat_other_methods_refused_total",
                        "Calls of unknown methods rejected because the caller is not an admin.",
                        static_cast<double>(unknown_refused_), families);
  admission_.Collect(families);
}

absl::Status Call::MayChange() const { return interceptors_->audit_.MayChange(*this); }

void Call::RecordChange(const CallSummary& change) const {
  interceptors_->audit_.RecordChange(*this, change);
}

void Call::AwaitAudit() const { interceptors_->audit_.AwaitWritten(*this); }

grpc::Status Call::Close(const absl::Status& status) {
  if (status.ok()) return CloseWith(grpc::Status::OK);
  grpc::Status result = ToGrpcStatus(status);
  if (result.error_code() == grpc::StatusCode::INTERNAL) {
    interceptors_->log_->Error("internal fault",
                               {{"method", facts_.traits().name()}, {"fault", status.message()}});
  }
  return CloseWith(std::move(result));
}

grpc::Status Call::CloseWith(grpc::Status made) {
  interceptors_->End(*this, made.error_code());
  return made;
}

}  // namespace linkstat::rpc
