#ifndef LINKSTAT_AGENT_STORE_STORE_PATH_H_
#define LINKSTAT_AGENT_STORE_STORE_PATH_H_

#include <string>

#include "absl/status/statusor.h"

namespace linkstat::store {

// The one absolute path, free of symbolic links, of the file that `path` names.
// Every file of a store is found by this path, so that a store has one lock and
// one write-ahead log whatever name it was opened by. The file itself need not
// exist: a link whose target is missing resolves to that target. Errors:
// NOT_FOUND without its folder, PERMISSION_DENIED, FAILED_PRECONDITION when the
// links form a circle.
absl::StatusOr<std::string> ResolveStorePath(const std::string& path);

}  // namespace linkstat::store

#endif  // LINKSTAT_AGENT_STORE_STORE_PATH_H_
