#ifndef LINKSTAT_AGENT_RPC_CALL_METRICS_INTERCEPTOR_H_
#define LINKSTAT_AGENT_RPC_CALL_METRICS_INTERCEPTOR_H_

#include <atomic>
#include <cstdint>

#include "agent/rpc/call/call.h"
#include "agent/rpc/call/methods.h"
#include "agent/telemetry/call_metrics.h"
#include "agent/telemetry/decision_metrics.h"
#include "agent/telemetry/metric_set.h"

namespace linkstat::rpc {

// Counts calls, how they end, how long they take, and what they decide. Thread-safe.
class MetricsInterceptor {
 public:
  MetricsInterceptor() : calls_(CountedMethods()) {}

  void Begin(const Call& call) { calls_.Began(static_cast<size_t>(call.facts().method)); }
  void End(const Call& call, const CallEnd& end);

  // See CallInterceptors.
  void RefusedElsewhere() { refused_elsewhere_.fetch_add(1, std::memory_order_relaxed); }

  void Collect(telemetry::MetricFamilies& families) const;

 private:
  telemetry::CallMetrics calls_;
  telemetry::DecisionMetrics decisions_;
  std::atomic<uint64_t> refused_elsewhere_{0};
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_CALL_METRICS_INTERCEPTOR_H_
