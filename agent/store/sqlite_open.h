#ifndef LINKSTAT_AGENT_STORE_SQLITE_OPEN_H_
#define LINKSTAT_AGENT_STORE_SQLITE_OPEN_H_

#include <string>

#include "absl/status/statusor.h"
#include "agent/store/sqlite_db.h"

namespace linkstat::store {

// Whether what a file holds is checked now, or by CheckStructure later, before
// anything is written. A file of an older layout, and a restored backup, are written
// to at once, so they are always checked now.
enum class ContentCheck { kNow, kLater };

// The writer's connection to the store at `path`, checked, brought to the newest
// layout, and set up to keep the store's promises. `database` is the lock's
// descriptor of the file, `vfs` SQLite's file layer. A file that is refused is
// left as it is, its write-ahead log too. Errors as SqliteStore::Open.
absl::StatusOr<Connection> OpenNewestLayout(const std::string& path, int database,
                                            const std::string& vfs, ContentCheck check);

}  // namespace linkstat::store

#endif  // LINKSTAT_AGENT_STORE_SQLITE_OPEN_H_
