#ifndef LINKSTAT_AGENT_RPC_CALL_ADMISSION_INTERCEPTOR_H_
#define LINKSTAT_AGENT_RPC_CALL_ADMISSION_INTERCEPTOR_H_

#include <cstddef>

#include "absl/status/status.h"
#include "agent/rpc/call/admission.h"
#include "agent/rpc/call/call.h"
#include "agent/telemetry/metric_set.h"

namespace linkstat::rpc {

// Rejects calls over the bounds of Admission, and requests over the bound of their
// method. Thread-safe.
class AdmissionInterceptor {
 public:
  explicit AdmissionInterceptor(const AdmissionLimits& limits) : admission_(limits) {}

  // OVERLOADED, or REQUEST_TOO_LARGE; the call holds no place then.
  absl::Status Admit(Call& call, size_t request_size);

  // Gives back what an admitted call held.
  void End(Call& call);

  void Collect(telemetry::MetricFamilies& families) const { admission_.Collect(families); }

 private:
  Admission admission_;
};

}  // namespace linkstat::rpc

#endif  // LINKSTAT_AGENT_RPC_CALL_ADMISSION_INTERCEPTOR_H_
