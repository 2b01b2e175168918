#include "agent/base/file_descriptor.h"

#include <unistd.h>

namespace linkstat {

FileDescriptor::~FileDescriptor() {
  if (valid()) close(fd_);
}

}  // namespace linkstat
