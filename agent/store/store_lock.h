#ifndef LINKSTAT_AGENT_STORE_STORE_LOCK_H_
#define LINKSTAT_AGENT_STORE_STORE_LOCK_H_

#include <string>

#include "absl/status/statusor.h"
#include "agent/base/clock.h"
#include "agent/base/file_descriptor.h"

namespace linkstat::store {

// Keeps a store to one agent at a time: a system lock on the file PATH.lock,
// which holds the owner's process id, host and start as text. The system frees
// the lock when the process ends in whatever way; the file stays.
class StoreLock {
 public:
  // FAILED_PRECONDITION when somebody has it, with who; otherwise the errors of
  // the file system.
  static absl::StatusOr<StoreLock> Take(const std::string& store_path,
                                        const Clock& clock = Clock::System());

 private:
  explicit StoreLock(FileDescriptor file) : file_(std::move(file)) {}

  FileDescriptor file_;
};

}  // namespace linkstat::store

#endif  // LINKSTAT_AGENT_STORE_STORE_LOCK_H_
