#include "agent/store/store_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "agent/base/file_descriptor.h"
#include "agent/base/status_macros.h"
#include "agent/store/sqlite_status.h"

namespace linkstat::store {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kOwnerOnly = S_IRUSR | S_IWUSR;

fs::path FolderOf(const std::string& path) {
  const fs::path folder = fs::path(path).parent_path();
  return folder.empty() ? fs::path(".") : folder;
}

absl::Status CheckOneName(const struct stat& info) {
  if (info.st_nlink <= 1) return absl::OkStatus();
  return absl::FailedPreconditionError(
      "the store's file has more than one name (hard links): remove the others, or use a copy");
}

absl::Status Sync(const std::string& path, int flags) {
  const FileDescriptor file(open(path.c_str(), flags | O_CLOEXEC));
  if (!file.valid()) return FileError(errno, "the store's file");
  return fsync(file.get()) == 0 ? absl::OkStatus() : FileError(errno, "the store's file");
}

}  // namespace

absl::Status FileError(int error, absl::string_view what) {
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return absl::NotFoundError(absl::StrCat(what, " does not exist"));
    case EACCES:
    case EPERM:
    case EROFS:
      return absl::PermissionDeniedError(absl::StrCat(what, " cannot be written by this user"));
    case ENOSPC:
    case EDQUOT:
      return absl::UnavailableError(absl::StrCat("there is no space left for ", what));
    default:
      return absl::InternalError(absl::StrCat(what, ": ", std::generic_category().message(error)));
  }
}

absl::Status CheckFolderOf(const std::string& path, absl::string_view what) {
  struct stat info;
  const std::string folder = FolderOf(path).string();
  if (stat(folder.c_str(), &info) != 0) return FileError(errno, what);
  if (!S_ISDIR(info.st_mode)) return FileError(ENOTDIR, what);
  if (access(folder.c_str(), W_OK | X_OK) != 0) return FileError(errno, what);
  return absl::OkStatus();
}

absl::Status CheckStoreFile(const std::string& path) {
  LINKSTAT_RETURN_IF_ERROR(CheckFolderOf(path));
  struct stat info;
  if (stat(path.c_str(), &info) != 0) return FileError(errno, "the store's file");
  if (!S_ISREG(info.st_mode)) {
    return absl::FailedPreconditionError("the store's path names something that is not a file");
  }
  LINKSTAT_RETURN_IF_ERROR(CheckOneName(info));
  if (access(path.c_str(), R_OK | W_OK) != 0) return FileError(errno, "the store's file");
  return absl::OkStatus();
}

absl::Status CheckNoLogWithoutFile(const std::string& path) {
  struct stat file;
  struct stat log;
  const bool has_content = stat(path.c_str(), &file) == 0 && file.st_size > 0;
  if (has_content || stat((path + "-wal").c_str(), &log) != 0 || log.st_size == 0) {
    return absl::OkStatus();
  }
  return DamagedFile("there is a write-ahead log and no database");
}

absl::StatusOr<FileDescriptor> OpenStoreFile(const std::string& path) {
  LINKSTAT_RETURN_IF_ERROR(CheckFolderOf(path));
  LINKSTAT_RETURN_IF_ERROR(CheckNoLogWithoutFile(path));
  FileDescriptor file(open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerOnly));
  if (!file.valid()) {
    if (errno != EEXIST) return FileError(errno, "the store's file");
    LINKSTAT_RETURN_IF_ERROR(CheckStoreFile(path));
    file = FileDescriptor(open(path.c_str(), O_RDWR | O_NOFOLLOW | O_CLOEXEC));
    if (!file.valid()) return FileError(errno, "the store's file");
  }
  // Also of a file that exists: the agent that made it may have ended before.
  LINKSTAT_RETURN_IF_ERROR(SyncFolderOf(path));
  return file;
}

absl::Status SyncFile(const std::string& path) { return Sync(path, O_RDWR); }

absl::Status SyncFolderOf(const std::string& path) {
  return Sync(FolderOf(path).string(), O_RDONLY | O_DIRECTORY);
}

}  // namespace linkstat::store
