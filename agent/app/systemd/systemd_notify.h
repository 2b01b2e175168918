#ifndef LINKSTAT_AGENT_APP_SYSTEMD_SYSTEMD_NOTIFY_H_
#define LINKSTAT_AGENT_APP_SYSTEMD_SYSTEMD_NOTIFY_H_

#include <memory>

#include "absl/types/optional.h"
#include "agent/app/systemd/self_check.h"
#include "agent/app/systemd/service_manager.h"
#include "agent/app/systemd/watchdog.h"
#include "agent/telemetry/log.h"
#include "grpcpp/channel.h"

namespace linkstat::app {

// What the service manager hears of an agent that serves: that it is ready, that
// it is alive, that it stops. A manager that cannot be told is logged.
class SystemdNotify {
 public:
  // Tells that the agent is ready and begins to feed the watchdog. `self` leads
  // to the agent's own server, which must not be shut down before Stopping.
  // `log` must outlive the report.
  SystemdNotify(ServiceManager manager, std::shared_ptr<grpc::Channel> self,
                const telemetry::Log* log);

  // Tells that the agent stops, and ends the feeding: from here on the manager
  // holds the agent to its time to stop. Waits for the check that is under way.
  void Stopping();

 private:
  void LogFailure(const absl::Status& told) const;

  const telemetry::Log* const log_;
  const ServiceManager manager_;
  const SelfCheck self_check_;
  absl::optional<Watchdog> watchdog_;
};

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_SYSTEMD_SYSTEMD_NOTIFY_H_
