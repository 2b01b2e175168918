#include "agent/base/regular_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "agent/base/file_descriptor.h"

namespace linkstat {
namespace {

FileContent Unreadable(int error) {
  return {std::nullopt,
          absl::StrCat("the file cannot be read: ", std::generic_category().message(error))};
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

}  // namespace linkstat
