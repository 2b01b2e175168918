#ifndef LINKSTAT_AGENT_BASE_FILE_PROBE_H_
#define LINKSTAT_AGENT_BASE_FILE_PROBE_H_

#include <string>

#include "absl/status/status.h"

namespace linkstat {

// OK when a regular file could be opened at `path` to append to it, or could be made
// there. FAILED_PRECONDITION when the path names something else; otherwise the
// system's error. Opens and changes nothing. No message names the path.
absl::Status ProbeAppend(const std::string& path);

// OK when entries can be made in the folder of `path`; otherwise the system's error.
absl::Status ProbeFolderOf(const std::string& path);

}  // namespace linkstat

#endif  // LINKSTAT_AGENT_BASE_FILE_PROBE_H_
