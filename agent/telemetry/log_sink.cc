#include "agent/telemetry/log_sink.h"

#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace linkstat::telemetry {
namespace {

constexpr size_t kUsualMost = 64 << 10;

bool IsPipe(int fd) {
  struct stat info;
  return ::fstat(fd, &info) == 0 && S_ISFIFO(info.st_mode);
}

// The whole lines at the begin of `lines`, of at most so many bytes; at least one.
absl::string_view FirstPiece(absl::string_view lines, size_t most) {
  if (lines.size() <= most) return lines;
  size_t newline = lines.rfind('\n', most - 1);
  if (newline == absl::string_view::npos) newline = lines.find('\n');
  return newline == absl::string_view::npos ? lines : lines.substr(0, newline + 1);
}

bool WriteAll(int fd, absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

}  // namespace

FdSink::FdSink(int fd) : fd_(fd), most_at_once_(IsPipe(fd) ? PIPE_BUF : kUsualMost) {}

void FdSink::Write(absl::string_view lines) {
  const std::lock_guard<std::mutex> lock(mutex_);
  while (!lines.empty()) {
    const absl::string_view piece = FirstPiece(lines, most_at_once_);
    if (!WriteAll(fd_, piece)) return;
    lines.remove_prefix(piece.size());
  }
}

}  // namespace linkstat::telemetry
