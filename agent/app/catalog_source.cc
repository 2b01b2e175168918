#include "agent/app/catalog_source.h"

#include <utility>

#include "agent/app/config/durations.h"

namespace linkstat::app {

catalog::LoadResult LoadFirstCatalog(const agent::v1::AgentConfig& config) {
  if (!config.catalog().empty()) return catalog::LoadCatalogFile(config.catalog());
  catalog::LoadResult result;
  result.snapshot = catalog::EmbeddedCatalog();
  return result;
}

void LogCatalogFaults(const agent::v1::AgentConfig& config, const catalog::LoadResult& result,
                      const telemetry::Log& log) {
  for (const v1::CatalogFault& fault : result.faults) {
    log.Error("catalog fault", {{"fault", catalog::FaultLine(config.catalog(), fault)}});
  }
}

absl::StatusOr<std::unique_ptr<catalog::Reloader>> StartReloader(
    const agent::v1::AgentConfig& config, catalog::Registry* registry, AgentMetrics* metrics,
    const telemetry::Log* log) {
  if (!config.has_catalog()) return std::unique_ptr<catalog::Reloader>();
  catalog::ReloaderOptions options;
  options.poll_interval = *FromProto(config.catalog_poll_interval());
  options.on_load = [config, metrics, log](const catalog::LoadResult& result) {
    metrics->CatalogLoaded(result.snapshot != nullptr);
    if (result.snapshot != nullptr) {
      log->Info("catalog loaded", {{"revision", result.snapshot->revision()}});
      return;
    }
    LogCatalogFaults(config, result, *log);
    log->Error("catalog rejected; the last good one is served on",
               {{"faults", result.faults.size()}});
  };
  return catalog::Reloader::Create(config.catalog(), registry, std::move(options));
}

}  // namespace linkstat::app
