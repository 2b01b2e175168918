#include "agent/store/store_path.h"

#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "agent/store/store_file.h"

namespace linkstat::store {
namespace {

namespace fs = std::filesystem;

constexpr char kFolder[] = "the store's folder";
// As Linux bounds the links that one look-up follows.
constexpr int kMaxLinks = 40;

absl::StatusOr<fs::path> ResolveFolder(const fs::path& file) {
  const fs::path folder = file.parent_path();
  std::error_code error;
  fs::path resolved = fs::canonical(folder.empty() ? fs::path(".") : folder, error);
  if (error) return FileError(error.value(), kFolder);
  return resolved;
}

}  // namespace

absl::StatusOr<std::string> ResolveStorePath(const std::string& path) {
  fs::path at = path;
  for (int links = 0; links <= kMaxLinks; ++links) {
    const absl::StatusOr<fs::path> folder = ResolveFolder(at);
    if (!folder.ok()) return folder.status();
    const fs::path file = *folder / at.filename();
    struct stat info;
    if (lstat(file.c_str(), &info) != 0) {
      if (errno == ENOENT) return file.string();
      return FileError(errno, errno == ENOTDIR ? kFolder : "the store's file");
    }
    if (!S_ISLNK(info.st_mode)) return file.string();
    std::error_code error;
    // An absolute target replaces the folder.
    at = *folder / fs::read_symlink(file, error);
    if (error) return FileError(error.value(), "the store's file");
  }
  return absl::FailedPreconditionError("the store's path leads through too many symbolic links");
}

}  // namespace linkstat::store
