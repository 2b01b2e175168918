#include "agent/rpc/call/call_interceptors.h"

#include <chrono>
#include <utility>

#include "agent/base/status_macros.h"

namespace linkstat::rpc {

CallInterceptors::CallInterceptors(const InterceptorOptions& options, const telemetry::Log* log)
    : authorization_(options.policy),
      admission_(options.limits),
      audit_(options.audit),
      log_(options.call_log, log) {}

Call CallInterceptors::NewCall(Method method, grpc::ServerContextBase* context) {
  return Call(this, {.method = method,
                     .context = context,
                     .begin = std::chrono::steady_clock::now(),
                     .identities = authorization_.IdentitiesOf(*context),
                     .request_id = RequestIdOf(*context)});
}

absl::Status CallInterceptors::Begin(const Call& call) {
  metrics_.Begin(call);
  request_id_.Begin(call);
  LINKSTAT_RETURN_IF_ERROR(authorization_.Begin(call));
  return audit_.Begin(call);
}

absl::Status CallInterceptors::Admit(Call& call, size_t request_size) {
  return admission_.Admit(call, request_size);
}

void CallInterceptors::End(Call& call, int code) {
  const CallEnd end = {code, std::chrono::steady_clock::now()};
  admission_.End(call);
  metrics_.End(call, end);
  audit_.End(call, end);
  log_.End(call, end);
}

void CallInterceptors::RefusedElsewhere(const std::string& caller) {
  metrics_.RefusedElsewhere();
  audit_.RefusedElsewhere(caller);
}

void CallInterceptors::Collect(telemetry::MetricFamilies& families) const {
  metrics_.Collect(families);
  admission_.Collect(families);
}

}  // namespace linkstat::rpc
