#include "agent/base/file_probe.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

namespace linkstat {
namespace {

namespace fs = std::filesystem;

// As many as Linux follows.
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
