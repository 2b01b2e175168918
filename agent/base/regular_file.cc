#include "agent/base/regular_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "agent/base/file_descriptor.h"

namespace linkstat {
namespace {

namespace fs = std::filesystem;

FileContent Unreadable(int error) {
  return {std::nullopt,
          absl::StrCat("the file cannot be read: ", std::generic_category().message(error))};
}

// The most that Linux follows.
constexpr int kMaxLinks = 40;

// Where a file is made that is opened as `path`: at the end of the symbolic links.
std::string FollowLinks(fs::path path) {
  std::error_code error;
  for (int i = 0; i < kMaxLinks && fs::is_symlink(path, error); ++i) {
    // An absolute target replaces the folder.
    path = path.parent_path() / fs::read_symlink(path, error);
  }
  return path.string();
}

}  // namespace

FileContent ReadRegularFile(const std::string& path, size_t most) {
  const FileDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.valid()) return Unreadable(errno);
  struct stat status;
  if (fstat(file.get(), &status) != 0) return Unreadable(errno);
  if (!S_ISREG(status.st_mode)) return {std::nullopt, "not a regular file"};

  const size_t enough = most + 1;
  std::string text(enough, '\0');
  size_t size = 0;
  while (size < enough) {
    const ssize_t got = read(file.get(), text.data() + size, enough - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Unreadable(errno);
    if (got == 0) break;
    size += got;
  }
  text.resize(size);
  return {std::move(text), ""};
}

FileContent ReadPemFile(const std::string& path) {
  FileContent content = ReadRegularFile(path, kMaxPemSize);
  if (content.text && content.text->size() > kMaxPemSize) {
    return {std::nullopt, "the file is larger than 1 MiB"};
  }
  return content;
}

absl::Status ProbeFolderOf(const std::string& path) {
  fs::path folder = fs::path(path).parent_path();
  if (folder.empty()) folder = ".";
  struct stat info {};
  if (stat(folder.c_str(), &info) != 0) return absl::ErrnoToStatus(errno, "its folder");
  if (!S_ISDIR(info.st_mode)) return absl::ErrnoToStatus(ENOTDIR, "its folder");
  if (access(folder.c_str(), W_OK | X_OK) != 0) return absl::ErrnoToStatus(errno, "its folder");
  return absl::OkStatus();
}

absl::Status ProbeAppend(const std::string& path) {
  struct stat info {};
  if (stat(path.c_str(), &info) == 0) {
    if (!S_ISREG(info.st_mode)) return absl::FailedPreconditionError("not a regular file");
    if (access(path.c_str(), W_OK) != 0) return absl::ErrnoToStatus(errno, "the file");
    return absl::OkStatus();
  }
  if (errno != ENOENT) return absl::ErrnoToStatus(errno, "the file");
  const std::string target = FollowLinks(path);
  if (target.empty() || target.back() == '/') {
    return absl::FailedPreconditionError("not a regular file");
  }
  return ProbeFolderOf(target);
}

}  // namespace linkstat
