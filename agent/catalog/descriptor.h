#ifndef LINKSTAT_AGENT_CATALOG_DESCRIPTOR_H_
#define LINKSTAT_AGENT_CATALOG_DESCRIPTOR_H_

#include <unistd.h>

#include <utility>

namespace linkstat::catalog {

// Owns a file descriptor and closes it.
class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  ~Descriptor() {
    if (valid()) close(fd_);
  }
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  bool valid() const { return fd_ >= 0; }
  // Negative when there is none.
  int get() const { return fd_; }

 private:
  int fd_;
};

}  // namespace linkstat::catalog

#endif  // LINKSTAT_AGENT_CATALOG_DESCRIPTOR_H_
