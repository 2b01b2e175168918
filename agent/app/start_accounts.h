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

// Logs the health of the store and sets that of a server: LinkedAccountService is
// healthy once the accounts are loaded, while the store serves. Thread-safe.
class StoreHealthRelay {
 public:
  // `log` must outlive the relay.
  explicit StoreHealthRelay(const telemetry::Log* log) : log_(log) {}

  // For service::StoreHealth.
  void Changed(const absl::Status& status);

  // For service::AccountFollower.
  void Loaded(const service::LoadSummary& summary);

  // `server` gets the health from now on; null ends it.
  void Connect(rpc::Server* server);

 private:
  void UpdateServer() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const telemetry::Log* const log_;
  Mutex mutex_;
  rpc::Server* server_ ABSL_GUARDED_BY(mutex_) = nullptr;
  bool healthy_ ABSL_GUARDED_BY(mutex_) = true;
  bool loaded_ ABSL_GUARDED_BY(mutex_) = false;
};

// Opens the store that the settings name and begins to load its accounts. Fails as
// the store does; the message is for the log. All pointers must outlive the
// accounts.
absl::StatusOr<std::unique_ptr<service::Accounts>> StartAccounts(
    const agent::v1::AgentConfig& config, catalog::Registry* registry, StoreHealthRelay* relay,
    AgentMetrics* metrics, const telemetry::Log* log);

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_START_ACCOUNTS_H_
