#ifndef LINKSTAT_AGENT_TELEMETRY_PROCESS_METRICS_H_
#define LINKSTAT_AGENT_TELEMETRY_PROCESS_METRICS_H_

#include "agent/telemetry/metric_set.h"

namespace linkstat::telemetry {

// Appends what Prometheus wants to know of every process: CPU time, memory,
// descriptors, start time. What the system does not tell is left out.
// Thread-safe.
void CollectProcess(MetricFamilies& families);

}  // namespace linkstat::telemetry

#endif  // LINKSTAT_AGENT_TELEMETRY_PROCESS_METRICS_H_
