#ifndef LINKSTAT_AGENT_APP_START_ACCOUNTS_H_
#define LINKSTAT_AGENT_APP_START_ACCOUNTS_H_

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "agent/app/agent_metrics.h"
#include "agent/base/mutex.h"
#include "agent/catalog/registry.h"
#include "agent/rpc/server.h"
#include "agent/service/accounts.h"
#include "agent/telemetry/log.h"
#include "linkstat/agent/v1/agent_config.pb.h"

namespace linkstat::app {

// Logs what the store's health becomes, and tells a server of it. Thread-safe.
class StoreHealthRelay {
 public:
  // `log` must outlive the relay.
  explicit StoreHealthRelay(const telemetry::Log* log) : log_(log) {}

  // As service::StoreHealth tells it.
  void Changed(const absl::Status& status);

  // `server` is told from now on; null ends it.
  void Connect(rpc::Server* server);

 private:
  const telemetry::Log* const log_;
  Mutex mutex_;
  rpc::Server* server_ ABSL_GUARDED_BY(mutex_) = nullptr;
  bool healthy_ ABSL_GUARDED_BY(mutex_) = true;
};

// Opens the store that the settings name and reads its accounts. Fails as the
// store does; the message is for the log. All pointers must outlive the
// accounts.
absl::StatusOr<std::unique_ptr<service::Accounts>> StartAccounts(
    const agent::v1::AgentConfig& config, catalog::Registry* registry, StoreHealthRelay* relay,
    AgentMetrics* metrics, const telemetry::Log* log);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_START_ACCOUNTS_H_
