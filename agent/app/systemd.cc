#include "agent/app/systemd.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <utility>

#include "absl/strings/numbers.h"
#include "agent/base/deadline.h"
#include "agent/base/file_descriptor.h"
#include "agent/rpc/transport/grpc_deadline.h"
#include "grpc/health/v1/health.grpc.pb.h"

namespace linkstat::app {
namespace {

using grpc::health::v1::Health;
using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

absl::string_view Variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? absl::string_view() : absl::string_view(value);
}

// Zero also when the watchdog is of another process and when the variable is no number.
absl::Duration WatchdogInterval() {
  int64_t microseconds = 0;
  if (!absl::SimpleAtoi(Variable("WATCHDOG_USEC"), &microseconds) || microseconds <= 0) {
    return absl::ZeroDuration();
  }
  const absl::string_view watched = Variable("WATCHDOG_PID");
  int64_t pid = 0;
  if (!watched.empty() && (!absl::SimpleAtoi(watched, &pid) || pid != getpid())) {
    return absl::ZeroDuration();
  }
  return absl::Microseconds(microseconds);
}

}  // namespace

SystemdSettings SystemdSettings::FromEnvironment() {
  return {std::string(Variable("NOTIFY_SOCKET")), WatchdogInterval()};
}

absl::Status NotifySystemd(const std::string& notify_socket, absl::string_view state) {
  if (notify_socket.empty()) return absl::OkStatus();
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  if (notify_socket.size() >= sizeof(address.sun_path)) {
    return absl::InvalidArgumentError("NOTIFY_SOCKET is longer than a socket's path may be");
  }
  std::copy(notify_socket.begin(), notify_socket.end(), address.sun_path);
  // To the kernel, an abstract name begins with NUL.
  if (notify_socket.front() == '@') address.sun_path[0] = '\0';
  const FileDescriptor descriptor(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!descriptor.valid()) return absl::ErrnoToStatus(errno, "cannot open a socket");
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + notify_socket.size());
  const ssize_t sent = sendto(descriptor.get(), state.data(), state.size(), MSG_NOSIGNAL,
                              reinterpret_cast<const sockaddr*>(&address), size);
  return sent < 0 ? absl::ErrnoToStatus(errno, "cannot send") : absl::OkStatus();
}

SelfCheck HealthSelfCheck(std::shared_ptr<grpc::Channel> channel) {
  return [channel = std::move(channel)](absl::Duration timeout) {
    grpc::ClientContext context;
    context.set_deadline(rpc::GrpcDeadline(timeout));
    HealthCheckResponse response;
    return Health::NewStub(channel)->Check(&context, HealthCheckRequest(), &response).ok() &&
           response.status() == HealthCheckResponse::SERVING;
  };
}

SystemdNotifier::SystemdNotifier(SystemdSettings settings, SelfCheck check,
                                 const telemetry::Log* log)
    : settings_(std::move(settings)), check_(std::move(check)), log_(log) {
  Notify("READY=1\nSTATUS=Serving");
  if (settings_.watchdog_interval > absl::ZeroDuration()) {
    watchdog_.emplace(PeriodicThread::Options{.name = "watchdog"},
                      [this](bool /*woken*/) { return RunWatchdog(); });
  }
}

void SystemdNotifier::Stopping() {
  Notify("STOPPING=1\nSTATUS=Draining");
  watchdog_.reset();
}

void SystemdNotifier::Notify(absl::string_view state) const {
  const absl::Status sent = NotifySystemd(settings_.notify_socket, state);
  if (!sent.ok()) log_->Warning("cannot notify the service manager", {{"fault", sent.message()}});
}

absl::Duration SystemdNotifier::RunWatchdog() const {
  const absl::Duration timeout = settings_.watchdog_interval / 2;
  const Deadline end(timeout);
  const bool passed = check_(timeout) && !end.Passed();
  // A notification that is lost is made up for by the next one.
  if (passed) NotifySystemd(settings_.notify_socket, "WATCHDOG=1").IgnoreError();
  return timeout / 2;
}

}  // namespace linkstat::app
