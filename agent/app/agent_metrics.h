#ifndef LINKSTAT_AGENT_APP_AGENT_METRICS_H_
#define LINKSTAT_AGENT_APP_AGENT_METRICS_H_

#include <atomic>
#include <cstdint>
#include <memory>

#include "absl/status/statusor.h"
#include "agent/app/timed_store.h"
#include "agent/catalog/registry.h"
#include "agent/service/accounts.h"
#include "agent/telemetry/log.h"
#include "agent/telemetry/log_sink.h"
#include "agent/telemetry/metric_set.h"
#include "agent/telemetry/metrics_server.h"
#include "agent/tls/certificate_reloader.h"
#include "linkstat/agent/v1/agent_config.pb.h"

namespace linkstat::app {

// Every metric of the agent, whichever module has it. What is counted here is
// thread-safe.
class AgentMetrics {
 public:
  // Of the build, the process, catalog loads and the store.
  AgentMetrics();

  AgentMetrics(const AgentMetrics&) = delete;
  AgentMetrics& operator=(const AgentMetrics&) = delete;

  StoreMetrics& store() { return store_; }

  // A catalog file was loaded, and is served or rejected.
  void CatalogLoaded(bool served) { ++(served ? loads_served_ : loads_refused_); }

  // A stored observation in the future was replaced by a report.
  void FutureObservationReplaced() { ++future_observations_replaced_; }

  // Appends the metrics of a part from now on, before the set is served; the
  // part must outlive the server of the metrics.
  void Watch(const catalog::Registry& registry);
  void Watch(const service::Accounts& accounts);
  void Watch(const tls::CertificateReloader& certificates);
  void Watch(const telemetry::LogSink& log_sink);
  void Watch(telemetry::MetricSet::Source source) { set_->Add(std::move(source)); }

  // Serves them at the address of the settings; null without one. Fails as
  // telemetry::MetricsServer does, which is logged.
  absl::StatusOr<std::unique_ptr<telemetry::MetricsServer>> Serve(
      const agent::v1::AgentConfig& config, const telemetry::Log& log) const;

 private:
  StoreMetrics store_;
  std::atomic<uint64_t> loads_served_{0};
  std::atomic<uint64_t> loads_refused_{0};
  std::atomic<uint64_t> future_observations_replaced_{0};
  const std::shared_ptr<telemetry::MetricSet> set_;
};

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_AGENT_METRICS_H_
