#include "agent/telemetry/metrics_server.h"

#include <exception>
#include <utility>
#include <vector>

namespace linkstat::telemetry {
namespace {

// Prometheus keeps one connection; a second thread serves a reader beyond it.
std::vector<std::string> ServerOptions(const std::string& address) {
  return {"listening_ports", address, "num_threads", "2", "request_timeout_ms", "10000"};
}

}  // namespace

MetricsServer::MetricsServer(const std::string& address, std::shared_ptr<MetricSet> metrics)
    : metrics_(std::move(metrics)),
      exposer_(ServerOptions(address)),
      port_(exposer_.GetListeningPorts().front()) {
  exposer_.RegisterCollectable(metrics_);
}

absl::StatusOr<std::unique_ptr<MetricsServer>> MetricsServer::Start(
    const std::string& address, std::shared_ptr<MetricSet> metrics) {
  try {
    return std::unique_ptr<MetricsServer>(new MetricsServer(address, std::move(metrics)));
  } catch (const std::exception&) {
    return absl::UnavailableError("cannot listen on the address");
  }
}

}  // namespace linkstat::telemetry
