#include "agent/store/store_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "agent/base/status_macros.h"
#include "agent/store/store_file.h"

namespace linkstat::store {
namespace {

constexpr size_t kMaxOwnerBytes = 512;

std::string Owner(const Clock& clock) {
  char host[HOST_NAME_MAX + 1] = {};
  gethostname(host, HOST_NAME_MAX);
  return absl::StrCat("process ", getpid(), " on host ", host, " since ",
                      absl::FormatTime(absl::RFC3339_sec, clock.Now(), absl::UTCTimeZone()));
}

// What the lock file says, in printable characters; the file may be anything.
std::string ReadOwner(int fd) {
  std::string text(kMaxOwnerBytes, '\0');
  const ssize_t read = pread(fd, text.data(), text.size(), 0);
  text.resize(read > 0 ? static_cast<size_t>(read) : 0);
  absl::StripAsciiWhitespace(&text);
  for (char& c : text) c = absl::ascii_isprint(static_cast<unsigned char>(c)) ? c : '?';
  return text.empty() ? "a process that has not told its name yet" : text;
}

absl::Status WriteOwner(int fd, const std::string& owner) {
  const std::string text = owner + "\n";
  if (ftruncate(fd, 0) == 0 &&
      pwrite(fd, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size())) {
    return absl::OkStatus();
  }
  return FileError(errno, "the store's lock file");
}

}  // namespace

absl::StatusOr<StoreLock> StoreLock::Take(const std::string& store_path, const Clock& clock) {
  const std::string path = store_path + ".lock";
  FileDescriptor file(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (!file.valid()) return FileError(errno, "the store's lock file");
  if (flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return FileError(errno, "the store's lock file");
    return absl::FailedPreconditionError(
        absl::StrCat("the store is in use by ", ReadOwner(file.get())));
  }
  LINKSTAT_RETURN_IF_ERROR(WriteOwner(file.get(), Owner(clock)));
  return StoreLock(std::move(file));
}

}  // namespace linkstat::store
