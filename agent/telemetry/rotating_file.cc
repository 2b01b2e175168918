#include "agent/telemetry/rotating_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <utility>

#include "absl/strings/str_cat.h"
#include "agent/base/status_macros.h"

namespace linkstat::telemetry {
namespace {

absl::Status Failed(const char* what) { return absl::ErrnoToStatus(errno, what); }

absl::StatusOr<bool> Exists(const std::string& path) {
  struct stat info;
  if (lstat(path.c_str(), &info) == 0) return true;
  if (errno == ENOENT) return false;
  return Failed("the folder of the file cannot be read");
}

}  // namespace

RotatingFile::RotatingFile(RotatingFileOptions options)
    : options_(std::move(options)), rotating_(absl::StrCat(options_.path, ".rotating")) {}

absl::StatusOr<std::unique_ptr<RotatingFile>> RotatingFile::Open(RotatingFileOptions options) {
  if (options.rename == nullptr) options.rename = &std::rename;
  std::unique_ptr<RotatingFile> file(new RotatingFile(std::move(options)));
  LINKSTAT_RETURN_IF_ERROR(file->FinishRotation());
  LINKSTAT_RETURN_IF_ERROR(file->OpenFile());
  return file;
}

absl::Status RotatingFile::OpenFile() {
  FileDescriptor file(
      open(options_.path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0600));
  struct stat info;
  if (!file.valid() || fstat(file.get(), &info) != 0) return Failed("the file cannot be opened");
  if (!S_ISREG(info.st_mode)) return absl::FailedPreconditionError("not a regular file");
  file_ = std::move(file);
  size_ = static_cast<uint64_t>(info.st_size);
  return absl::OkStatus();
}

bool RotatingFile::IsReplaced() const {
  struct stat named;
  struct stat open;
  return stat(options_.path.c_str(), &named) != 0 || fstat(file_.get(), &open) != 0 ||
         named.st_ino != open.st_ino || named.st_dev != open.st_dev;
}

absl::Status RotatingFile::OpenAgain() {
  LINKSTAT_RETURN_IF_ERROR(OpenFile());
  reopened_.fetch_add(1, std::memory_order_relaxed);
  if (options_.reopened != nullptr) options_.reopened();
  return absl::OkStatus();
}

std::string RotatingFile::Numbered(int number) const {
  return absl::StrCat(options_.path, ".", number);
}

absl::Status RotatingFile::Rename(const std::string& from, const std::string& to) const {
  if (options_.rename(from.c_str(), to.c_str()) == 0 || errno == ENOENT) return absl::OkStatus();
  return Failed("the full file cannot be renamed");
}

absl::Status RotatingFile::Rotate() {
  if (!unfinished_) {
    LINKSTAT_RETURN_IF_ERROR(Rename(options_.path, rotating_));
    unfinished_ = true;
  }
  LINKSTAT_RETURN_IF_ERROR(FinishRotation());
  LINKSTAT_RETURN_IF_ERROR(OpenFile());
  unfinished_ = false;
  return absl::OkStatus();
}

absl::Status RotatingFile::FinishRotation() {
  LINKSTAT_ASSIGN_OR_RETURN(const bool there, Exists(rotating_));
  if (!there) return absl::OkStatus();
  LINKSTAT_RETURN_IF_ERROR(ShiftOlder());
  return Rename(rotating_, Numbered(1));
}

absl::Status RotatingFile::ShiftOlder() {
  // Only up to the first number that is free, which is where an earlier try stopped: files
  // behind it have their place already. The last one is free to be replaced.
  int free = 1;
  for (; free < options_.kept; ++free) {
    LINKSTAT_ASSIGN_OR_RETURN(const bool taken, Exists(Numbered(free)));
    if (!taken) break;
  }
  for (int number = free; number > 1; --number) {
    LINKSTAT_RETURN_IF_ERROR(Rename(Numbered(number - 1), Numbered(number)));
  }
  return absl::OkStatus();
}

absl::Status RotatingFile::Append(absl::string_view line) {
  if (unfinished_) {
    LINKSTAT_RETURN_IF_ERROR(Rotate());
  } else if (IsReplaced()) {
    LINKSTAT_RETURN_IF_ERROR(OpenAgain());
  }
  if (size_ > 0 && size_ + line.size() > options_.max_bytes) LINKSTAT_RETURN_IF_ERROR(Rotate());
  absl::string_view rest = line;
  while (!rest.empty()) {
    const ssize_t written = write(file_.get(), rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) {
      const absl::Status failure = Failed("the line cannot be written");
      if (rest.size() < line.size() && ftruncate(file_.get(), static_cast<off_t>(size_)) != 0) {
        return Failed("a line that was cut cannot be taken back");
      }
      return failure;
    }
    rest.remove_prefix(static_cast<size_t>(written));
  }
  size_ += line.size();
  return absl::OkStatus();
}

}  // namespace linkstat::telemetry
