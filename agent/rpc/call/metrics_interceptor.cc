#include "agent/rpc/call/metrics_interceptor.h"

namespace linkstat::rpc {

void MetricsInterceptor::End(const Call& call, const CallEnd& end) {
  decisions_.Add(call.notes().decisions);
  calls_.Ended(static_cast<size_t>(call.facts().method), end.code, end.time - call.facts().begin);
}

void MetricsInterceptor::Collect(telemetry::MetricFamilies& families) const {
  calls_.Collect(families);
  decisions_.Collect(families);
  telemetry::AddCounter("linkstat_other_methods_refused_total",
                        "Calls refused because the method is not the agent's own and the caller "
                        "is no admin.",
                        static_cast<double>(refused_elsewhere_.load(std::memory_order_relaxed)),
                        families);
}

}  // namespace linkstat::rpc
