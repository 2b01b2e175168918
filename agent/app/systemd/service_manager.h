#ifndef LINKSTAT_AGENT_APP_SYSTEMD_SERVICE_MANAGER_H_
#define LINKSTAT_AGENT_APP_SYSTEMD_SERVICE_MANAGER_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace linkstat::app {

// The service manager that started the agent and wants to be told how it does:
// systemd, or whoever speaks the datagram protocol of sd_notify(3). It is
// spoken here, and not by libsystemd, because the protocol is a few lines that
// systemd promises to keep, and the library would bring the code of four
// compressors and a cipher into the process. Thread-safe.
class ServiceManager {
 public:
  // As NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID of the environment say.
  static ServiceManager FromEnvironment();

  // `socket`: a path, or `@NAME` of the abstract namespace; empty when there is
  // no manager, and whatever it is told then is well. `watchdog_interval`: how
  // long the manager waits for FeedWatchdog before it takes the agent for hung;
  // zero when it does not wait for it.
  ServiceManager(std::string socket, absl::Duration watchdog_interval)
      : socket_(std::move(socket)), watchdog_interval_(watchdog_interval) {}

  absl::Duration watchdog_interval() const { return watchdog_interval_; }

  // Each fails with the system's words when the manager cannot be told. None
  // waits for the manager.

  // The agent is SERVING.
  absl::Status TellReady() const { return Tell("READY=1\nSTATUS=Serving"); }
  // The agent was told to stop and drains.
  absl::Status TellStopping() const { return Tell("STOPPING=1\nSTATUS=Draining"); }
  // The agent is alive.
  absl::Status FeedWatchdog() const { return Tell("WATCHDOG=1"); }

 private:
  absl::Status Tell(absl::string_view state) const;

  std::string socket_;
  absl::Duration watchdog_interval_;
};

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_SYSTEMD_SERVICE_MANAGER_H_
