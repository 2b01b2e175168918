#ifndef LINKSTAT_AGENT_BASE_WRITE_ALL_H_
#define LINKSTAT_AGENT_BASE_WRITE_ALL_H_

#include <cstddef>

#include "absl/strings/string_view.h"

namespace linkstat {

// Writes `bytes` to a descriptor and returns how many were written: fewer than all of
// them when the rest cannot be written, in which case errno says why. Blocks as long as
// a reader does not read, also where somebody made the descriptor non-blocking.
size_t WriteAll(int fd, absl::string_view bytes);

}  // namespace linkstat

#endif  // LINKSTAT_AGENT_BASE_WRITE_ALL_H_
