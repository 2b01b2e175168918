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
// SQLite's locks are on bytes from 0x40000000 on, a few hundred.
constexpr off_t kLockByte = off_t{1} << 62;

std::string Owner(const Clock& clock) {
  char host[HOST_NAME_MAX + 1] = {};
  gethostname(host, HOST_NAME_MAX);
  return absl::StrCat("process ", getpid(), " on host ", host, " since ",
                      absl::FormatTime(absl::RFC3339_sec, clock.Now(), absl::UTCTimeZone()));
}

// What the lock file holds, in printable characters; the file may be anything.
std::string ReadOwner(int fd) {
  std::string text(kMaxOwnerBytes, '\0');
  const ssize_t read = pread(fd, text.data(), text.size(), 0);
  text.resize(read > 0 ? static_cast<size_t>(read) : 0);
  absl::StripAsciiWhitespace(&text);
  for (char& c : text) c = absl::ascii_isprint(static_cast<unsigned char>(c)) ? c : '?';
  return text.empty() ? "an unnamed process" : text;
}

absl::Status WriteOwner(int fd, const std::string& owner) {
  const std::string text = owner + "\n";
  if (ftruncate(fd, 0) == 0 &&
      pwrite(fd, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size())) {
    return absl::OkStatus();
  }
  return FileError(errno, "the store's lock file");
}

absl::StatusOr<FileDescriptor> LockOwnerFile(const std::string& path) {
  FileDescriptor file(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (!file.valid()) return FileError(errno, "the store's lock file");
  if (flock(file.get(), LOCK_EX | LOCK_NB) == 0) return file;
  if (errno != EWOULDBLOCK) return FileError(errno, "the store's lock file");
  return absl::FailedPreconditionError(
      absl::StrCat("the store is in use by ", ReadOwner(file.get())));
}

struct flock DatabaseLock() {
  struct flock lock = {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  lock.l_start = kLockByte;
  lock.l_len = 1;
  return lock;
}

absl::Status LockDatabase(int fd) {
  struct flock lock = DatabaseLock();
  if (fcntl(fd, F_OFD_SETLK, &lock) == 0) return absl::OkStatus();
  if (errno != EAGAIN && errno != EACCES) return FileError(errno, "the lock of the store's file");
  return absl::FailedPreconditionError(
      "the store is in use by another process, which the lock file does not name");
}

}  // namespace

absl::StatusOr<StoreLock> StoreLock::Take(const std::string& path, const Clock& clock) {
  LINKSTAT_RETURN_IF_ERROR(CheckFolderOf(path));
  LINKSTAT_ASSIGN_OR_RETURN(FileDescriptor owner, LockOwnerFile(path + ".lock"));
  LINKSTAT_ASSIGN_OR_RETURN(FileDescriptor database, OpenStoreFile(path));
  LINKSTAT_RETURN_IF_ERROR(LockDatabase(database.get()));
  LINKSTAT_RETURN_IF_ERROR(WriteOwner(owner.get(), Owner(clock)));
  return StoreLock(std::move(owner), std::move(database));
}

absl::Status StoreLock::Probe(const std::string& path) {
  const FileDescriptor database(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct flock lock = DatabaseLock();
  if (!database.valid() || fcntl(database.get(), F_OFD_GETLK, &lock) != 0 ||
      lock.l_type == F_UNLCK) {
    return absl::OkStatus();
  }
  const FileDescriptor owner(open((path + ".lock").c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  return absl::AlreadyExistsError(absl::StrCat("the store is in use by ", ReadOwner(owner.get())));
}

}  // namespace linkstat::store
