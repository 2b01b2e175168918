#include "agent/app/systemd/service_manager.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "absl/strings/numbers.h"
#include "agent/base/file_descriptor.h"

namespace linkstat::app {
namespace {

absl::string_view Variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? absl::string_view() : absl::string_view(value);
}

// Zero when nobody waits, when somebody waits for another process, and when the
// variable holds no number.
absl::Duration WatchdogInterval() {
  int64_t microseconds = 0;
  if (!absl::SimpleAtoi(Variable("WATCHDOG_USEC"), &microseconds) || microseconds <= 0) {
    return absl::ZeroDuration();
  }
  const absl::string_view waited_for = Variable("WATCHDOG_PID");
  int64_t pid = 0;
  if (!waited_for.empty() && (!absl::SimpleAtoi(waited_for, &pid) || pid != getpid())) {
    return absl::ZeroDuration();
  }
  return absl::Microseconds(microseconds);
}

}  // namespace

ServiceManager ServiceManager::FromEnvironment() {
  return ServiceManager(std::string(Variable("NOTIFY_SOCKET")), WatchdogInterval());
}

absl::Status ServiceManager::Tell(absl::string_view state) const {
  if (socket_.empty()) return absl::OkStatus();
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  if (socket_.size() >= sizeof(address.sun_path)) {
    return absl::InvalidArgumentError("NOTIFY_SOCKET is too long for a socket");
  }
  std::copy(socket_.begin(), socket_.end(), address.sun_path);
  // The kernel knows an abstract name by a NUL in front of it.
  if (socket_.front() == '@') address.sun_path[0] = '\0';
  const FileDescriptor descriptor(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!descriptor.valid()) return absl::ErrnoToStatus(errno, "no socket");
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_.size());
  const ssize_t sent = sendto(descriptor.get(), state.data(), state.size(), MSG_NOSIGNAL,
                              reinterpret_cast<const sockaddr*>(&address), size);
  if (sent < 0) return absl::ErrnoToStatus(errno, "not sent");
  return absl::OkStatus();
}

}  // namespace linkstat::app
