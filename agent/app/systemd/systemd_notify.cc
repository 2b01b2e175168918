#include "agent/app/systemd/systemd_notify.h"

#include <utility>

namespace linkstat::app {

SystemdNotify::SystemdNotify(ServiceManager manager, std::shared_ptr<grpc::Channel> self,
                             const telemetry::Log* log)
    : log_(log), manager_(std::move(manager)), self_check_(std::move(self)) {
  LogFailure(manager_.TellReady());
  watchdog_.emplace(&manager_,
                    [this](absl::Duration timeout) { return self_check_.Passes(timeout); });
}

void SystemdNotify::Stopping() {
  LogFailure(manager_.TellStopping());
  watchdog_.reset();
}

void SystemdNotify::LogFailure(const absl::Status& told) const {
  if (told.ok()) return;
  log_->Warning("the service manager cannot be told", {{"fault", told.message()}});
}

}  // namespace linkstat::app
