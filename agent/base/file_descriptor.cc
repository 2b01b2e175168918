#include "agent/base/file_descriptor.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>

namespace linkstat {

FileDescriptor::~FileDescriptor() {
  if (valid()) close(fd_);
}

size_t WriteAll(int fd, absl::string_view bytes) {
  size_t written = 0;
  while (written < bytes.size()) {
    const ssize_t now = write(fd, bytes.data() + written, bytes.size() - written);
    if (now > 0) {
      written += static_cast<size_t>(now);
    } else if (now < 0 && errno == EAGAIN) {
      pollfd writable = {fd, POLLOUT, 0};
      poll(&writable, 1, -1);
    } else if (now == 0 || errno != EINTR) {
      break;
    }
  }
  return written;
}

}  // namespace linkstat
