#ifndef LINKSTAT_AGENT_APP_SYSTEMD_H_
#define LINKSTAT_AGENT_APP_SYSTEMD_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "agent/base/periodic_thread.h"
#include "agent/telemetry/log.h"
#include "grpcpp/channel.h"

// Notification of systemd, or of another service manager with the datagram protocol of
// sd_notify(3). The protocol is implemented here, and not by libsystemd, because it is a
// few lines that systemd promises to keep, and the library loads four compressors and a
// cipher into the process.
namespace linkstat::app {

struct SystemdSettings {
  // From NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID.
  static SystemdSettings FromEnvironment();

  // A path, or `@NAME` of the abstract namespace. Empty without a service manager.
  std::string notify_socket;
  // The agent is restarted unless it notifies at least this often. Zero: no watchdog.
  absl::Duration watchdog_interval;
};

// Sends `state` to the socket; does not block. OK when the socket is empty, otherwise an
// error has the system's reason.
absl::Status NotifySystemd(const std::string& notify_socket, absl::string_view state);

// Whether the agent is healthy; returns within `timeout`.
using SelfCheck = std::function<bool(absl::Duration timeout)>;

// Passes when the agent answers SERVING. The call goes through gRPC and the event loop,
// but over a channel within the process: full listeners and a lack of descriptors are no
// reason to restart an agent, and it has no client certificate for itself. `channel` leads
// to the agent's own server, which must not be shut down while the check is in use.
SelfCheck HealthSelfCheck(std::shared_ptr<grpc::Channel> channel);

// Notifies the service manager that the agent is ready, alive and stopping. A failure is
// logged.
class SystemdNotifier {
 public:
  // Sends READY and, with a watchdog interval, starts a thread that runs `check` four
  // times an interval and sends WATCHDOG after each that passes within half of one.
  // `log` must outlive the notifier.
  SystemdNotifier(SystemdSettings settings, SelfCheck check, const telemetry::Log* log);

  // Sends STOPPING and ends the watchdog: from here on the service manager bounds the
  // time to stop. Waits for a check that is running.
  void Stopping();

 private:
  void Notify(absl::string_view state) const;
  // Returns the pause until the next check.
  absl::Duration RunWatchdog() const;

  const SystemdSettings settings_;
  const SelfCheck check_;
  const telemetry::Log* const log_;
  std::optional<PeriodicThread> watchdog_;
};

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_SYSTEMD_H_
