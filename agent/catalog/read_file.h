#ifndef LINKSTAT_AGENT_CATALOG_READ_FILE_H_
#define LINKSTAT_AGENT_CATALOG_READ_FILE_H_

#include <string>

#include "agent/base/regular_file.h"

namespace linkstat::catalog {

using linkstat::FileContent;

// Reads a regular file as ReadRegularFile does. Of a file larger than 1 MiB, only
// so much is read that it is seen to be.
FileContent ReadFile(const std::string& path);

}  // namespace linkstat::catalog

#endif  // LINKSTAT_AGENT_CATALOG_READ_FILE_H_
