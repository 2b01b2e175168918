#include "agent/telemetry/log_sink.h"

#include <unistd.h>

#include <cerrno>

namespace linkstat::telemetry {

void FdSink::Write(absl::string_view line) {
  const std::lock_guard<std::mutex> lock(mutex_);
  while (!line.empty()) {
    const ssize_t written = ::write(fd_, line.data(), line.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    line.remove_prefix(static_cast<size_t>(written));
  }
}

}  // namespace linkstat::telemetry
