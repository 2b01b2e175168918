#ifndef LINKSTAT_AGENT_APP_CATALOG_SOURCE_H_
#define LINKSTAT_AGENT_APP_CATALOG_SOURCE_H_

#include <memory>

#include "absl/status/statusor.h"
#include "agent/app/agent_metrics.h"
#include "agent/catalog/load.h"
#include "agent/catalog/registry.h"
#include "agent/catalog/reloader.h"
#include "agent/telemetry/log.h"
#include "linkstat/agent/v1/agent_config.pb.h"

namespace linkstat::app {

// The catalog that the settings name: the file's, or the one in the agent. An
// empty path, which is a fault of the settings, names no file.
catalog::LoadResult LoadFirstCatalog(const agent::v1::AgentConfig& config);

// Logs every fault of a catalog file, one a line.
void LogCatalogFaults(const agent::v1::AgentConfig& config, const catalog::LoadResult& result,
                      const telemetry::Log& log);

// Keeps `registry` in step with the catalog file and logs and counts what becomes of it.
// Null when the catalog is the one in the agent. The pointers must
// outlive it.
absl::StatusOr<std::unique_ptr<catalog::Reloader>> StartReloader(
    const agent::v1::AgentConfig& config, catalog::Registry* registry, AgentMetrics* metrics,
    const telemetry::Log* log);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_CATALOG_SOURCE_H_
