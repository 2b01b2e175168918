#ifndef LINKSTAT_AGENT_BASE_REGULAR_FILE_H_
#define LINKSTAT_AGENT_BASE_REGULAR_FILE_H_

#include <cstddef>
#include <optional>
#include <string>

#include "absl/status/status.h"

namespace linkstat {

// What a file held when it was read, or why it could not be. One of the two.
struct FileContent {
  std::optional<std::string> text;
  // In words that do not name the file.
  std::string error;

  friend bool operator==(const FileContent&, const FileContent&) = default;
};

// Reads a regular file; follows symbolic links and never waits for a writer (a
// pipe is not a regular file). Of a file larger than `most` bytes, one byte more
// than that is read, so that it is seen to be.
FileContent ReadRegularFile(const std::string& path, size_t most);

// The largest file with certificates or a key that is read, in bytes.
inline constexpr size_t kMaxPemSize = 1 << 20;

// Likewise for a file in PEM; one that is larger than kMaxPemSize is an error.
FileContent ReadPemFile(const std::string& path);

// OK when a regular file could be opened at `path` to append to it, or could be made
// there. FAILED_PRECONDITION when the path names something else; otherwise the
// system's error. Opens and changes nothing. No message names the path.
absl::Status ProbeAppend(const std::string& path);

// OK when entries can be made in the folder of `path`; otherwise the system's error.
absl::Status ProbeFolderOf(const std::string& path);

}  // namespace linkstat

#endif  // LINKSTAT_AGENT_BASE_REGULAR_FILE_H_
