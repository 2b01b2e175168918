#include "tests/support/sync_observer.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <mutex>
#include <utility>

#include "absl/strings/str_cat.h"

namespace linkstat::test {
namespace {

std::mutex mutex;
SyncObserver::Callback observer;

std::string PathOf(int fd) {
  std::string path(PATH_MAX, '\0');
  const ssize_t size =
      readlink(absl::StrCat("/proc/self/fd/", fd).c_str(), path.data(), path.size());
  path.resize(size > 0 ? static_cast<size_t>(size) : 0);
  return path;
}

}  // namespace

SyncObserver::SyncObserver(Callback callback) {
  const std::lock_guard<std::mutex> lock(mutex);
  observer = std::move(callback);
}

SyncObserver::~SyncObserver() {
  const std::lock_guard<std::mutex> lock(mutex);
  observer = nullptr;
}

int Sync(int fd) {
  SyncObserver::Callback callback;
  {
    const std::lock_guard<std::mutex> lock(mutex);
    callback = observer;
  }
  const int error = callback ? callback(PathOf(fd)) : 0;
  if (error == 0) return static_cast<int>(syscall(SYS_fsync, fd));
  errno = error;
  return -1;
}

}  // namespace linkstat::test

// NOLINTNEXTLINE: replaces the C library's.
extern "C" int fsync(int fd) { return linkstat::test::Sync(fd); }
