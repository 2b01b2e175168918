#include "agent/app/start_accounts.h"

#include <utility>

#include "agent/app/config/durations.h"
#include "agent/app/config/module_options.h"
#include "agent/base/status_macros.h"
#include "agent/store/open.h"

namespace linkstat::app {

void StoreHealthRelay::Changed(const absl::Status& status) {
  {
    const MutexLock lock(&mutex_);
    healthy_ = status.ok();
    UpdateServer();
  }
  // After it, so that a reader of the line finds the health changed.
  if (status.ok()) {
    log_->Info("the store serves again");
  } else {
    log_->Error("the store fails",
                {{"code", absl::StatusCodeToString(status.code())}, {"fault", status.message()}});
  }
}

void StoreHealthRelay::Loaded(const service::LoadSummary& summary) {
  {
    const MutexLock lock(&mutex_);
    loaded_ = true;
    UpdateServer();
  }
  log_->Info("accounts loaded",
             {{"accounts", summary.accounts}, {"seconds", absl::ToDoubleSeconds(summary.took)}});
}

void StoreHealthRelay::UpdateServer() {
  if (server_ != nullptr) server_->SetStoreHealthy(healthy_ && loaded_);
}

void StoreHealthRelay::Connect(rpc::Server* server) {
  const MutexLock lock(&mutex_);
  server_ = server;
  UpdateServer();
}

absl::StatusOr<std::unique_ptr<service::Accounts>> StartAccounts(
    const agent::v1::AgentConfig& config, catalog::Registry* registry, StoreHealthRelay* relay,
    AgentMetrics* metrics, const telemetry::Log* log) {
  LINKSTAT_ASSIGN_OR_RETURN(const store::StoreSpec spec, store::ParseStoreSpec(config.store()));
  service::Accounts::Parts parts;
  store::StoreObservers observers;
  observers.background_fault = [log](const absl::Status& status) {
    log->Warning("the store could not clean up", {{"fault", status.message()}});
  };
  observers.files_seen = [metrics](const store::FileLook& look) {
    metrics->store().FilesSeen(look);
  };
  LINKSTAT_ASSIGN_OR_RETURN(parts.store, store::OpenStore(spec, std::move(observers)));
  parts.store = MeasureStore(std::move(parts.store), &metrics->store());
  if (spec.kind == store::StoreSpec::Kind::kMemory) {
    log->Warning("linked accounts are kept in memory and end with the agent");
  }
  parts.registry = registry;
  parts.settings = AccountSettingsOf(config);
  parts.observation_tolerance = *FromProto(config.observation_tolerance());
  parts.future_replaced = [metrics, log](absl::string_view account) {
    metrics->FutureObservationReplaced();
    log->Warning("a report replaced an observation in the future", {{"account", account}});
  };
  parts.store_health_changed = [relay](const absl::Status& status) { relay->Changed(status); };
  parts.loaded = [relay](const service::LoadSummary& summary) { relay->Loaded(summary); };
  return service::Accounts::Start(std::move(parts));
}

}  // namespace linkstat::app
