#ifndef LINKSTAT_AGENT_BASE_FILE_DESCRIPTOR_H_
#define LINKSTAT_AGENT_BASE_FILE_DESCRIPTOR_H_

#include <cstddef>
#include <utility>

#include "absl/strings/string_view.h"

namespace linkstat {

// Owns a file descriptor and closes it.
class FileDescriptor {
 public:
  // Takes over `fd`; negative: owns none.
  explicit FileDescriptor(int fd) : fd_(fd) {}
  FileDescriptor(FileDescriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~FileDescriptor();

  bool valid() const { return fd_ >= 0; }
  int get() const { return fd_; }

  // Gives the descriptor away to be closed elsewhere.
  int Release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

// Writes `bytes` to a descriptor and returns how many were written: fewer than all of
// them when the rest cannot be written, in which case errno has the reason. Blocks as long as
// a reader does not read, also where the descriptor is non-blocking.
size_t WriteAll(int fd, absl::string_view bytes);

}  // namespace linkstat

#endif  // LINKSTAT_AGENT_BASE_FILE_DESCRIPTOR_H_
