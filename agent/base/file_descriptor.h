#ifndef LINKSTAT_AGENT_BASE_FILE_DESCRIPTOR_H_
#define LINKSTAT_AGENT_BASE_FILE_DESCRIPTOR_H_

#include <utility>

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

}  // namespace linkstat

#endif  // LINKSTAT_AGENT_BASE_FILE_DESCRIPTOR_H_
