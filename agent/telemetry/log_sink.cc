#include "agent/telemetry/log_sink.h"

#include <limits.h>
#include <sys/stat.h>

#include <algorithm>

#include "agent/base/file_descriptor.h"

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

}  // namespace

FdSink::FdSink(int fd) : fd_(fd), most_at_once_(IsPipe(fd) ? PIPE_BUF : kUsualMost) {}

void FdSink::Write(absl::string_view lines) {
  const MutexLock lock(&writing_);
  while (!lines.empty()) {
    const absl::string_view piece = FirstPiece(lines, most_at_once_);
    const absl::string_view unwritten = piece.substr(WriteAll(fd_, piece));
    lost_ += static_cast<uint64_t>(std::count(unwritten.begin(), unwritten.end(), '\n'));
    lines.remove_prefix(piece.size());
  }
}

}  // namespace linkstat::telemetry
