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

}  // namespace

absl::StatusOr<std::unique_ptr<RotatingFile>> RotatingFile::Open(std::string path,
                                                                 uint64_t max_bytes, int kept) {
  std::unique_ptr<RotatingFile> file(new RotatingFile(std::move(path), max_bytes, kept));
  LINKSTAT_RETURN_IF_ERROR(file->OpenFile());
  return file;
}

absl::Status RotatingFile::OpenFile() {
  FileDescriptor file(
      open(path_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0600));
  struct stat info;
  if (!file.valid() || fstat(file.get(), &info) != 0) return Failed("the file cannot be opened");
  if (!S_ISREG(info.st_mode)) return absl::FailedPreconditionError("this is no regular file");
  file_ = std::move(file);
  size_ = static_cast<uint64_t>(info.st_size);
  return absl::OkStatus();
}

std::string RotatingFile::Numbered(int number) const {
  return number == 0 ? path_ : absl::StrCat(path_, ".", number);
}

absl::Status RotatingFile::Rotate() {
  // Not there: an earlier try renamed it and could not open the next one.
  const bool there = access(path_.c_str(), F_OK) == 0;
  for (int number = kept_; there && number > 0; --number) {
    const std::string from = Numbered(number - 1);
    if (rename(from.c_str(), Numbered(number).c_str()) != 0 && errno != ENOENT) {
      return Failed("the full file cannot be renamed");
    }
  }
  return OpenFile();
}

absl::Status RotatingFile::Append(absl::string_view line) {
  if (size_ > 0 && size_ + line.size() > max_bytes_) LINKSTAT_RETURN_IF_ERROR(Rotate());
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
