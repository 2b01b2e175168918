#include "agent/rpc/call/log_interceptor.h"

#include "agent/rpc/call/call_tags.h"
#include "agent/rpc/call/status.h"

namespace linkstat::rpc {

void LogInterceptor::End(const Call& call, const CallEnd& end) const {
  if (call_log_ == nullptr || !call_log_->Writes()) return;
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

void LogInterceptor::InternalError(const Call& call, const absl::Status& status) const {
  log_->Error("internal fault",
              {{"method", call.facts().traits().name()}, {"fault", status.message()}});
}

}  // namespace linkstat::rpc
