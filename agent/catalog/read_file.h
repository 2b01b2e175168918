#ifndef LINKSTAT_AGENT_CATALOG_READ_FILE_H_
#define LINKSTAT_AGENT_CATALOG_READ_FILE_H_

#include <string>

#include "absl/types/optional.h"

namespace linkstat::catalog {

// What a file held when it was read, or why it could not be. One of the two.
struct FileContent {
  absl::optional<std::string> text;
  // In words that do not name the file.
  std::string error;

  friend bool operator==(const FileContent&, const FileContent&) = default;
};

// Reads a regular file; follows symbolic links and never waits for a writer (a
// pipe is no regular file). Of a file larger than 1 MiB, only so much is read
// that it is seen to be.
FileContent ReadFile(const std::string& path);

}  // namespace linkstat::catalog

#endif  // LINKSTAT_AGENT_CATALOG_READ_FILE_H_
