#include "agent/app/agent_metrics.h"

#include <ctime>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "agent/app/config/listen_address.h"
#include "agent/app/version.h"

namespace linkstat::app {
namespace {

using prometheus::MetricType;
using telemetry::AddFamily;
using telemetry::AddGauge;
using telemetry::AddLabelled;
using telemetry::MetricFamilies;

void CollectCatalog(const catalog::Registry& registry, MetricFamilies& families) {
  AddLabelled(AddFamily("linkstat_catalog_info", "The catalog served, by its revision. Always 1.",
                        MetricType::Gauge, families),
              "revision", registry.Current()->revision())
      .gauge.value = 1;
  AddGauge("linkstat_catalog_rejected",
           "1 while the newest catalog file is rejected and an older one served.",
           registry.rejected().has_value() ? 1 : 0, families);
}

std::string StateName(v1::LinkState state) {
  return std::string(absl::StripPrefix(v1::LinkState_Name(state), "LINK_STATE_"));
}

void CollectAccounts(const service::Accounts& accounts, MetricFamilies& families) {
  const auto summary = accounts.list().Summarize({});
  AddGauge("linkstat_linked_accounts_loaded",
           "1 when every account is loaded, which summaries and watches wait for.",
           summary.ok() ? 1 : 0, families);
  if (!summary.ok()) return;
  prometheus::MetricFamily& states = AddFamily(
      "linkstat_linked_accounts", "Linked accounts, by state.", MetricType::Gauge, families);
  for (const v1::StateCount& count : summary->states()) {
    AddLabelled(states, "state", StateName(count.state())).gauge.value =
        static_cast<double>(count.accounts());
  }
  prometheus::MetricFamily& missing = AddFamily(
      "linkstat_linked_accounts_missing_permission",
      "Linked accounts that miss a permission, by permission.", MetricType::Gauge, families);
  for (const v1::MissingCount& count : summary->missing()) {
    AddLabelled(missing, "permission", count.permission_id()).gauge.value =
        static_cast<double>(count.accounts());
  }
}

void CollectTls(const tls::CertificateReloader& certificates, MetricFamilies& families) {
  AddGauge("linkstat_tls_certificate_expiry_timestamp_seconds",
           "When the certificate in use ends, since the epoch.",
           absl::ToDoubleSeconds(certificates.material()->not_after - absl::UnixEpoch()), families);
  const tls::TlsReloads reloads = certificates.reloads();
  prometheus::MetricFamily& family =
      AddFamily("linkstat_tls_reloads_total", "New certificate files, by result.",
                MetricType::Counter, families);
  AddLabelled(family, "result", "served").counter.value = static_cast<double>(reloads.taken);
  AddLabelled(family, "result", "refused").counter.value = static_cast<double>(reloads.refused);
}

}  // namespace

AgentMetrics::AgentMetrics() : set_(std::make_shared<telemetry::MetricSet>()) {
  Watch([start = std::time(nullptr)](MetricFamilies& families) {
    AddLabelled(AddFamily("linkstat_build_info", "The agent's version. Always 1.",
                          MetricType::Gauge, families),
                "version", kVersion)
        .gauge.value = 1;
    AddGauge("process_start_time_seconds", "When the agent was started, since the epoch.",
             static_cast<double>(start), families);
    telemetry::CollectProcess(families);
  });
  Watch([this](MetricFamilies& families) {
    prometheus::MetricFamily& loads =
        AddFamily("linkstat_catalog_loads_total", "Loads of the catalog file, by result.",
                  MetricType::Counter, families);
    AddLabelled(loads, "result", "served").counter.value = static_cast<double>(loads_served_);
    AddLabelled(loads, "result", "refused").counter.value = static_cast<double>(loads_refused_);
    telemetry::AddCounter("linkstat_future_observations_replaced_total",
                          "Accounts of which a report replaced an observation in the future.",
                          static_cast<double>(future_observations_replaced_), families);
    store_.Collect(families);
  });
}

void AgentMetrics::Watch(const catalog::Registry& registry) {
  Watch([&registry](MetricFamilies& families) { CollectCatalog(registry, families); });
}

void AgentMetrics::Watch(const service::Accounts& accounts) {
  Watch([&accounts](MetricFamilies& families) { CollectAccounts(accounts, families); });
}

void AgentMetrics::Watch(const tls::CertificateReloader& certificates) {
  Watch([&certificates](MetricFamilies& families) { CollectTls(certificates, families); });
}

void AgentMetrics::Watch(const telemetry::LogSink& log_sink) {
  Watch([&log_sink](MetricFamilies& families) {
    telemetry::AddCounter("linkstat_log_lines_lost_total",
                          "Lines of the log that were lost because the log's reader did not keep "
                          "up or could not be written to.",
                          static_cast<double>(log_sink.lost()), families);
  });
}

absl::StatusOr<std::unique_ptr<telemetry::MetricsServer>> AgentMetrics::Serve(
    const agent::v1::AgentConfig& config, const telemetry::Log& log) const {
  if (!config.has_metrics_listen()) return nullptr;
  const ListenAddress address = *ParseListenAddress(config.metrics_listen());
  auto server = telemetry::MetricsServer::Start(address.ToString(address.port), set_);
  if (server.ok()) {
    log.Info("serving metrics", {{"address", address.ToString((*server)->port())}});
  } else {
    log.Error("cannot serve metrics",
              {{"address", address.ToString(address.port)}, {"fault", server.status().message()}});
  }
  return server;
}

}  // namespace linkstat::app
