#ifndef LINKSTAT_AGENT_TELEMETRY_METRICS_SERVER_H_
#define LINKSTAT_AGENT_TELEMETRY_METRICS_SERVER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "agent/telemetry/metric_set.h"
#include "prometheus/exposer.h"

namespace linkstat::telemetry {

// Serves metrics to Prometheus at http://ADDRESS/metrics, in the clear, until it
// is destroyed. Thread-safe.
class MetricsServer {
 public:
  // `address`: `HOST:PORT`, the host an IP address; port 0 takes a free one.
  // UNAVAILABLE when it cannot be listened on.
  static absl::StatusOr<std::unique_ptr<MetricsServer>> Start(const std::string& address,
                                                              std::shared_ptr<MetricSet> metrics);

  int port() const { return port_; }

 private:
  MetricsServer(const std::string& address, std::shared_ptr<MetricSet> metrics);

  const std::shared_ptr<MetricSet> metrics_;
  prometheus::Exposer exposer_;
  const int port_;
};

}  // namespace linkstat::telemetry

#endif  // LINKSTAT_AGENT_TELEMETRY_METRICS_SERVER_H_
