#include "agent/store/file_descriptor.h"

#include <unistd.h>

namespace linkstat::store {

FileDescriptor::~FileDescriptor() {
  if (valid()) close(fd_);
}

}  // namespace linkstat::store
